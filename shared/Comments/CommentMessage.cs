using System.Text.Json.Serialization;

namespace ServerlessDecide.Comments;

/// <summary>The message that comments of a process were stored and wait for moderation.</summary>
/// <param name="Process">The process of all the comments.</param>
/// <param name="Receipt">The receipt of the first comment.</param>
/// <param name="More">The receipts of others that came at the same time; null if there are none.</param>
public sealed record CommentMessage(string Process, string Receipt, IReadOnlyList<string>? More = null)
{
    /// <summary>The queue, without the installation's prefix.</summary>
    public const string Queue = "comments";

    /// <summary>The receipts of all comments that the message names.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Receipts => More is null ? [Receipt] : [Receipt, .. More];

    /// <summary>Runs an action for every comment that the message names, in parallel; a failure of one does not stop the others.</summary>
    /// <param name="act">Returns false if there is no such comment.</param>
    /// <exception cref="InvalidOperationException">The message names a comment that does not exist: this application never sent it.</exception>
    public async Task ForEachAsync(Func<ProcessId, Receipt, Task<bool>> act)
    {
        if (!ProcessId.TryParse(Process, out var process)) throw NoComment();
        var found = await Task.WhenAll(Receipts.Select(text => ServerlessDecide.Receipt.TryParse(text, out var receipt) ? act(process, receipt) : Task.FromResult(false)));
        if (found.Contains(false)) throw NoComment();

        static InvalidOperationException NoComment() => new("The message names no comment, or one that does not exist.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommentMessage))]
public sealed partial class CommentMessageJson : JsonSerializerContext;
