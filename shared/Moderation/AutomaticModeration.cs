using ServerlessDecide.Comments;

namespace ServerlessDecide.Moderation;

/// <summary>Gives each comment exactly one outcome, however often it runs.</summary>
public sealed class AutomaticModeration(
    CommentStore comments, ReviewQueue reviewQueue, SecondOpinion secondOpinion, FloodMemory floods, TimeProvider time, OfficialSites? sites = null)
{
    /// <summary>
    /// Decides by the rules and, where they accept, asks the second opinion. A comment that is part of a flood gets
    /// <see cref="FloodRule.Class"/>. Does nothing if the comment is already decided. Returns false if there is no such comment.
    /// </summary>
    public Task<bool> ModerateAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken) =>
        DecideAsync(
            process,
            receipt,
            async comment =>
            {
                var verdict = ModerationRules.Decide(comment.Text, sites ?? OfficialSites.Public);
                if (verdict.Status != CommentStatus.Accepted || await secondOpinion.AskAsync(comment.Text, cancellationToken) is not { } finding) return verdict;
                return new RuleVerdict(CommentStatus.Held, [finding]);
            },
            comment => floods.IsOneOf(process, comment) ? FloodRule.Class : comment.Class,
            () => Lexicon.Hash,
            cancellationToken);

    /// <summary>Holds a comment for a person because the rules could not be applied to it. Returns false if there is no such comment.</summary>
    public Task<bool> HoldAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken) =>
        DecideAsync(
            process,
            receipt,
            comment => Task.FromResult(new RuleVerdict(CommentStatus.Held, [new RuleFinding(ModerationRules.FailedReason, Severity.Hold, "text", 0, comment.Text.Length)])),
            comment => comment.Class,
            // The lexicon may be what failed to load; then it has no hash.
            () => null,
            cancellationToken);

    private async Task<bool> DecideAsync(
        ProcessId process,
        Receipt receipt,
        Func<Comment, Task<RuleVerdict>> decide,
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
            // Write the rows first. If we crash here, a reader of the review queue skips the orphaned row; a comment without its row is in no list.
            if (decided.Waits is { } waits)
            {
                await Task.WhenAll(
                    reviewQueue.PutAsync(process, receipt, waits, cancellationToken), reviewQueue.NoteCopyAsync(process, receipt, decided.Text, cancellationToken));
            }

            if (await comments.DecideAsync(process, read, decided, cancellationToken)) return true;
        }

        return false;
    }
}
