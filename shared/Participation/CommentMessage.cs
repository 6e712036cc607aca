using System.Text.Json.Serialization;

namespace ServerlessDecide.Participation;

/// <summary>Says that a comment was stored and waits for moderation.</summary>
public sealed record CommentMessage(string Process, string Receipt)
{
    /// <summary>The queue, without the installation's prefix.</summary>
    public const string Queue = "comments";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CommentMessage))]
public sealed partial class CommentMessageJson : JsonSerializerContext;
