using System.Text.Json.Serialization;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Participation;

/// <summary>Says that comments of a process were stored and wait for moderation.</summary>
/// <param name="Process">The process of all of them.</param>
/// <param name="Receipt">One comment.</param>
/// <param name="More">Others that came at the same time; null when there are none.</param>
public sealed record CommentMessage(string Process, string Receipt, IReadOnlyList<string>? More = null)
{
    /// <summary>The queue, without the installation's prefix.</summary>
    public const string Queue = "comments";

    /// <summary>All comments that the message names.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Receipts => More is null ? [Receipt] : [Receipt, .. More];

    /// <summary>Does something with all comments that the message names, whatever becomes of one of them.</summary>
    /// <param name="act">False when there is no such comment.</param>
    /// <exception cref="InvalidOperationException">The message names something that is no comment: it was never ours.</exception>
    public async Task ForEachAsync(Func<ProcessId, Receipt, Task<bool>> act)
    {
        if (!ProcessId.TryParse(Process, out var process)) throw NoComment();
        var found = await Task.WhenAll(Receipts.Select(text => Participation.Receipt.TryParse(text, out var receipt) ? act(process, receipt) : Task.FromResult(false)));
        if (found.Contains(false)) throw NoComment();

        static InvalidOperationException NoComment() => new("The message names no comment, or one that does not exist.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommentMessage))]
public sealed partial class CommentMessageJson : JsonSerializerContext;
