using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>What one rule saw in the text.</summary>
/// <param name="Start">In UTF-16 code units of the text, as a browser counts.</param>
internal sealed record FindingAnswer(string Code, [NamesOf(typeof(Severity))] string Severity, string Sign, int Start, int Length)
{
    public static IReadOnlyList<FindingAnswer> In(string text) =>
        [.. Moderator.Decide(text).Findings.Select(f => new FindingAnswer(f.Code, Snake(f.Severity.ToString()), f.Sign, f.Start, f.Length))];

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}

/// <param name="By">The id of who took the step; null for moderation and for who holds the receipt.</param>
/// <param name="Note">What they added in words. Stays among those who moderate.</param>
/// <param name="Lexicon">SHA-256 of the lexicon by which moderation decided; null for people, and where the rules could not be applied.</param>
internal sealed record DecisionAnswer(
    DateTimeOffset At,
    string? By,
    [NamesOf(typeof(DecisionStep))] string Step,
    [NamesOf(typeof(CommentStatus))] string From,
    [NamesOf(typeof(CommentStatus))] string To,
    IReadOnlyList<string> Reasons,
    string? Note,
    string? Lexicon)
{
    public static DecisionAnswer Of(Decision decision, ElectoralProcess process) => new(
        process.Local(decision.At),
        decision.By,
        JsonNamingPolicy.SnakeCaseLower.ConvertName(decision.Step.ToString()),
        decision.From.Name(),
        decision.To.Name(),
        decision.Reasons,
        decision.Note,
        decision.Lexicon);
}

/// <summary>A comment for who decides about it. It does not say whom it is about: neither the target nor its contender.</summary>
/// <param name="Findings">What the rules of today see in the text; nothing where they failed on it.</param>
/// <param name="ReviewAskedAt">When whoever holds the receipt asked for another person to look; null when nobody asked.</param>
/// <param name="Proposal">What a first person proposes; null when nobody does.</param>
/// <param name="Version">To be sent with the decision, which is then about what was seen.</param>
internal sealed record ModeratedCommentAnswer(
    string Receipt,
    [NamesOf(typeof(CommentKind))] string Kind,
    [NamesOf(typeof(CommentStatus))] string Status,
    string Text,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? DecidedAt,
    IReadOnlyList<string> Reasons,
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
            // Who looks at what the rules failed on must not meet the same failure, whatever people decided since.
            comment.History.Any(step => step.Reasons.Contains(Moderator.FailedReason)) ? [] : FindingAnswer.In(comment.Text),
            comment.Class.ToString(),
            comment.Proposal is { } proposal ? DecisionAnswer.Of(proposal, process) : null,
            comment.Review is { } review ? process.Local(review.AskedAt) : null,
            CommentDecisions.NameOf(read));
    }
}

/// <param name="History">Every step since the comment was received; of very many the first and the newest.</param>
internal sealed record CommentHistoryAnswer(ModeratedCommentAnswer Comment, IReadOnlyList<DecisionAnswer> History)
{
    public static CommentHistoryAnswer From(CommentVersion read, ElectoralProcess process) =>
        new(ModeratedCommentAnswer.From(read, process), [.. read.Comment.History.Select(d => DecisionAnswer.Of(d, process))]);
}
