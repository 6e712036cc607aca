using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Moderation;

/// <summary>Gives each comment exactly one outcome, however often it is asked.</summary>
public sealed class CommentModeration(CommentStore comments, TimeProvider time)
{
    /// <summary>Decides by the rules. Does nothing when the comment is decided already. False when there is no such comment.</summary>
    public Task<bool> ModerateAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken) =>
        DecideAsync(process, receipt, comment => Moderator.Decide(comment.Text), cancellationToken);

    /// <summary>Holds a comment for a person, because the rules could not be applied to it. False when there is no such comment.</summary>
    public Task<bool> HoldAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken) =>
        DecideAsync(
            process, receipt, comment => new Verdict(CommentStatus.Held, [new Finding(Moderator.FailedReason, Severity.Hold, "text", 0, comment.Text.Length)]), cancellationToken);

    private async Task<bool> DecideAsync(ProcessId process, Receipt receipt, Func<Comment, Verdict> decide, CancellationToken cancellationToken)
    {
        while (await comments.FindAsync(process, receipt, cancellationToken) is { } read)
        {
            if (read.Comment.Status != CommentStatus.Received) return true;
            var verdict = decide(read.Comment);
            var decided = read.Comment with { Status = verdict.Status, Reasons = verdict.Reasons, DecidedAt = time.GetUtcNow() };
            if (await comments.DecideAsync(process, read, decided, cancellationToken)) return true;
        }

        return false;
    }
}
