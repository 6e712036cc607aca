using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessDecide.Comments;

/// <summary>The kind of a step in the history of a comment.</summary>
public enum HistoryStepKind
{
    /// <summary>Moderation gave its outcome.</summary>
    Moderated,

    /// <summary>One person decided.</summary>
    Decided,

    /// <summary>A first person proposed to quarantine a comment that moderation accepted.</summary>
    Proposed,

    /// <summary>A second person confirmed the proposal.</summary>
    Confirmed,

    /// <summary>The proposal was rejected, or its author took it back.</summary>
    Rejected,

    /// <summary>The holder of the receipt asked for another person to look.</summary>
    ReviewAsked,

    /// <summary>A person looked at a comment that moderation accepted and has no objection.</summary>
    Looked,
}

/// <summary>One step in the history of a comment.</summary>
/// <param name="By">The id of the person who took the step; null for moderation and for the holder of the receipt.</param>
/// <param name="Reasons">Codes of <c>ModerationReasons</c>; after a confirmation, those of both persons.</param>
/// <param name="Note">The person's explanation, for the other moderators only: never delivered and never shown to the visitor.</param>
/// <param name="Lexicon">SHA-256 of the lexicon that the rules used; null for people and if the rules could not be applied.</param>
public sealed record HistoryStep(
    DateTimeOffset At,
    string? By,
    [property: JsonConverter(typeof(JsonStringEnumConverter<HistoryStepKind>))] HistoryStepKind Step,
    [property: JsonConverter(typeof(JsonStringEnumConverter<CommentStatus>))] CommentStatus From,
    [property: JsonConverter(typeof(JsonStringEnumConverter<CommentStatus>))] CommentStatus To,
    IReadOnlyList<string> Reasons,
    string? Note,
    string? Lexicon = null)
{
    /// <summary>Returns the step of moderation for a comment that no person has decided yet.</summary>
    internal static HistoryStep OfModeration(Comment comment) => new(
        comment.DecidedAt ?? comment.ReceivedAt, null, HistoryStepKind.Moderated, CommentStatus.Received, comment.Status, comment.Reasons, null, comment.Lexicon);
}

[JsonSerializable(typeof(IReadOnlyList<HistoryStep>))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    /// <summary>For a table column, where nothing needs escaping and space is short.</summary>
    public static HistoryJson Column { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
