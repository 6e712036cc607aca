using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Moderation;

/// <summary>What a step did in the history of a comment.</summary>
public enum DecisionStep
{
    /// <summary>Moderation gave its outcome.</summary>
    Moderated,

    /// <summary>One person decided.</summary>
    Decided,

    /// <summary>A first person proposed to quarantine what moderation accepted.</summary>
    Proposed,

    /// <summary>A second person confirmed what the first had proposed.</summary>
    Confirmed,

    /// <summary>The proposal was rejected, or whoever made it took it back.</summary>
    Rejected,

    /// <summary>Whoever holds the receipt asked for another person to look.</summary>
    ReviewAsked,

    /// <summary>A person looked at what moderation accepted and has nothing to object.</summary>
    Looked,
}

/// <summary>One step in the history of a comment.</summary>
/// <param name="By">The id of who took it, or null for moderation and for who holds the receipt.</param>
/// <param name="Reasons">Codes of <see cref="ModerationReasons"/>; after a confirmation those of both persons.</param>
/// <param name="Note">What the person added in words; for those who moderate, never delivered and never shown to the visitor.</param>
/// <param name="Lexicon">SHA-256 of the lexicon by which the rules decided; null for people, and where the rules could not be applied.</param>
public sealed record Decision(
    DateTimeOffset At,
    string? By,
    [property: JsonConverter(typeof(JsonStringEnumConverter<DecisionStep>))] DecisionStep Step,
    [property: JsonConverter(typeof(JsonStringEnumConverter<CommentStatus>))] CommentStatus From,
    [property: JsonConverter(typeof(JsonStringEnumConverter<CommentStatus>))] CommentStatus To,
    IReadOnlyList<string> Reasons,
    string? Note,
    string? Lexicon = null)
{
    /// <summary>What moderation did to a comment that no person has decided yet.</summary>
    internal static Decision OfModeration(Comment comment) => new(
        comment.DecidedAt ?? comment.ReceivedAt, null, DecisionStep.Moderated, CommentStatus.Received, comment.Status, comment.Reasons, null, comment.Lexicon);
}

[JsonSerializable(typeof(IReadOnlyList<Decision>))]
internal sealed partial class DecisionJson : JsonSerializerContext
{
    /// <summary>For a column of a table, where nothing needs escaping and room is short.</summary>
    public static DecisionJson Column { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
