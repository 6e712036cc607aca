using System.ComponentModel.DataAnnotations;
using ServerlessDecide.Comments;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Moderation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>What one rule found in the text.</summary>
/// <param name="Start">In UTF-16 code units of the text, as browsers count.</param>
internal sealed record FindingAnswer(
    [NamesOf(typeof(ModerationReasons), nameof(ModerationReasons.All))] string Code, [NamesOf(typeof(Severity))] string Severity, string Sign, int Start, int Length)
{
    public static IReadOnlyList<FindingAnswer> In(string text) =>
        [.. ModerationRules.Decide(text).Findings.Select(f => new FindingAnswer(f.Code, f.Severity.Name(), f.Sign, f.Start, f.Length))];
}

/// <param name="By">The id of the person who took the step; null for moderation and for the holder of the receipt.</param>
/// <param name="Note">The person's explanation. Only moderators see it.</param>
/// <param name="Lexicon">SHA-256 of the lexicon that moderation used; null for people, and if the rules could not be applied.</param>
internal sealed record DecisionAnswer(
    DateTimeOffset At,
    string? By,
    [NamesOf(typeof(HistoryStepKind))] string Step,
    [NamesOf(typeof(CommentStatus))] string From,
    [NamesOf(typeof(CommentStatus))] string To,
    [NamesOf(typeof(ModerationReasons), nameof(ModerationReasons.All))] IReadOnlyList<string> Reasons,
    string? Note,
    string? Lexicon)
{
    public static DecisionAnswer Of(HistoryStep decision, ElectoralProcess process) => new(
        process.Local(decision.At),
        decision.By,
        decision.Step.Name(),
        decision.From.Name(),
        decision.To.Name(),
        decision.Reasons,
        decision.Note,
        decision.Lexicon);
}

/// <summary>A comment as a moderator sees it. It names neither the target nor its contender.</summary>
/// <param name="Findings">What today's rules find in the text; empty if the rules failed on it.</param>
/// <param name="Proposal">The decision that a first person proposes; null if there is none.</param>
/// <param name="ReviewAskedAt">When the holder of the receipt asked for a review by a person; null if it was never asked for.</param>
/// <param name="Version">Sent back with the decision, which then applies only to this version.</param>
internal sealed record ModeratedCommentAnswer(
    string Receipt,
    [NamesOf(typeof(CommentKind))] string Kind,
    [NamesOf(typeof(CommentStatus))] string Status,
    string Text,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? DecidedAt,
    [NamesOf(typeof(ModerationReasons), nameof(ModerationReasons.All))] IReadOnlyList<string> Reasons,
    IReadOnlyList<FindingAnswer> Findings,
    [AllowedValues("A", "B", "C")] string Class,
    DecisionAnswer? Proposal,
    DateTimeOffset? ReviewAskedAt,
    string Version)
{
    public static ModeratedCommentAnswer From(CommentVersion read, ElectoralProcess process)
    {
        var comment = read.Comment;
        return new(
            comment.Receipt.ToString(),
            comment.Kind.Name(),
            comment.Status.Name(),
            comment.Text,
            process.Local(comment.ReceivedAt),
            comment.DecidedAt is { } decided ? process.Local(decided) : null,
            comment.Reasons,
            // The rules failed on this text; running them again would fail for the moderator too, whatever people decided since.
            comment.History.Any(step => step.Reasons.Contains(ModerationRules.FailedReason)) ? [] : FindingAnswer.In(comment.Text),
            comment.Class.ToString(),
            comment.Proposal is { } proposal ? DecisionAnswer.Of(proposal, process) : null,
            comment.Review is { } review ? process.Local(review.AskedAt) : null,
            PersonDecisionService.NameOf(read));
    }
}

/// <param name="History">Every step since the comment was received; of a very long history only the first and the newest.</param>
internal sealed record CommentHistoryAnswer(ModeratedCommentAnswer Comment, IReadOnlyList<DecisionAnswer> History)
{
    public static CommentHistoryAnswer From(CommentVersion read, ElectoralProcess process) =>
        new(ModeratedCommentAnswer.From(read, process), [.. read.Comment.History.Select(d => DecisionAnswer.Of(d, process))]);
}
