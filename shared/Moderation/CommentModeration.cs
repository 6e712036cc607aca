using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Moderation;

/// <summary>Gives each comment exactly one outcome, however often it is asked.</summary>
public sealed class CommentModeration(
    CommentStore comments, WorkList workList, SecondOpinion secondOpinion, FloodMemory floods, TimeProvider time, OfficialSites? sites = null)
{
    /// <summary>
    /// Decides by the rules and, where they accept, by the second opinion; one of a flood gets its class. Does nothing when the comment is
    /// decided already. False when there is no such comment.
    /// </summary>
    public Task<bool> ModerateAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken) =>
        DecideAsync(
            process,
            receipt,
            async comment =>
            {
                var verdict = Moderator.Decide(comment.Text, sites ?? OfficialSites.Public);
                if (verdict.Status != CommentStatus.Accepted || await secondOpinion.AskAsync(comment.Text, cancellationToken) is not { } finding) return verdict;
                return new Verdict(CommentStatus.Held, [finding]);
            },
            comment => floods.IsOneOf(process, comment) ? FloodRule.Class : comment.Class,
            () => Lexicon.Hash,
            cancellationToken);

    /// <summary>Holds a comment for a person, because the rules could not be applied to it. False when there is no such comment.</summary>
    public Task<bool> HoldAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken) =>
        DecideAsync(
            process,
            receipt,
            comment => Task.FromResult(new Verdict(CommentStatus.Held, [new Finding(Moderator.FailedReason, Severity.Hold, "text", 0, comment.Text.Length)])),
            comment => comment.Class,
            // A lexicon that cannot be loaded cannot be named either.
            () => null,
            cancellationToken);

    private async Task<bool> DecideAsync(
        ProcessId process,
        Receipt receipt,
        Func<Comment, Task<Verdict>> decide,
        Func<Comment, QualityClass> classify,
        Func<string?> lexicon,
        CancellationToken cancellationToken)
    {
        while (await comments.FindAsync(process, receipt, cancellationToken) is { } read)
        {
            if (read.Comment.Status != CommentStatus.Received) return true;
            var verdict = await decide(read.Comment);
            var decided = read.Comment with
            {
                Status = verdict.Status,
                Reasons = verdict.Reasons,
                DecidedAt = time.GetUtcNow(),
                Class = classify(read.Comment),
                Lexicon = lexicon(),
            };
            // First, so that dying in between leaves a row without its comment, which is told, and not a comment that nobody finds.
            if (decided.Waits is { } waits)
            {
                await Task.WhenAll(
                    workList.PutAsync(process, receipt, waits, cancellationToken), workList.NoteCopyAsync(process, receipt, decided.Text, cancellationToken));
            }

            if (await comments.DecideAsync(process, read, decided, cancellationToken)) return true;
        }

        return false;
    }
}
