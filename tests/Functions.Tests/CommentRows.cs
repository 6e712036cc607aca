using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Comments;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

internal static class CommentRows
{
    /// <summary>Resets a moderated comment to one that waits for moderation.</summary>
    public static async Task ForgetDecisionAsync(TestApp app, string process, string receipt)
    {
        var comments = app.Services.GetRequiredService<CommentStore>();
        Assert.True(Receipt.TryParse(receipt, out var parsed));
        var id = ProcessId.Parse(process);
        var read = (await comments.FindAsync(id, parsed, CancellationToken.None))!;
        var undecided = read.Comment with { Status = CommentStatus.Received, Reasons = [], DecidedAt = null };
        Assert.True(await comments.DecideAsync(id, read, undecided, CancellationToken.None));
    }
}
