namespace ServerlessDecide.Comments;

/// <summary>The kind that a person gives to a comment.</summary>
public enum CommentKind
{
    Idea,
    Proposal,
    Comment,
}

/// <summary>The status of a comment.</summary>
public enum CommentStatus
{
    /// <summary>Stored; moderation has not seen it yet.</summary>
    Received,

    /// <summary>Goes into the main file of the package.</summary>
    Accepted,

    /// <summary>Waits for a person. If nobody decides before delivery, it goes into the sealed annex.</summary>
    Held,

    /// <summary>Goes into the sealed annex with its reasons.</summary>
    Quarantined,
}

/// <summary>A comment as received and, later, decided.</summary>
/// <param name="Contender">The contender that owns the target and will receive the comment.</param>
/// <param name="Text">Exactly what the person wrote, without white space at the ends.</param>
/// <param name="Reasons">Codes of the rules that matched, or those of the people who decided; empty unless held or quarantined.</param>
public sealed record Comment(
    Receipt Receipt,
    VisitorHash Visitor,
    Target Target,
    Slug Contender,
    CommentKind Kind,
    string Text,
    DateTimeOffset ReceivedAt,
    CommentStatus Status,
    IReadOnlyList<string> Reasons,
    DateTimeOffset? DecidedAt,
    QualityClass Class = QualityClass.A)
{
    /// <summary>The most steps of its history that a comment's row keeps: the first and the newest. The audit keeps all.</summary>
    public const int MaxSteps = 20;

    /// <summary>SHA-256 of the lexicon that the rules used; null before moderation and if the rules could not be applied.</summary>
    public string? Lexicon { get; init; }

    /// <summary>The step of moderation and those of people; empty until a person takes a step.</summary>
    public IReadOnlyList<HistoryStep> Decisions { get; init; } = [];

    /// <summary>Every step since the comment was received.</summary>
    public IReadOnlyList<HistoryStep> History => Decisions.Count > 0 || Status == CommentStatus.Received ? Decisions : [HistoryStep.OfModeration(this)];

    /// <summary>The status that moderation gave it, whatever people have decided since.</summary>
    public CommentStatus Moderated => Decisions.Count > 0 ? Decisions[0].To : Status;

    /// <summary>The proposal to quarantine that waits for a second person, or null.</summary>
    public HistoryStep? Proposal => Decisions is [.., { Step: HistoryStepKind.Proposed } last] ? last : null;

    /// <summary>The request for review; null if there is none.</summary>
    public ReviewRequest? Review { get; init; }

    /// <summary>Whether a review was asked for and nobody has decided since.</summary>
    public bool IsUnderReview => IsUnderReviewIn(Decisions);

    /// <summary>Whether any person has looked at it, whatever the outcome.</summary>
    public bool WasLookedAt => WasLookedAtIn(Decisions);

    /// <summary>The list in which it waits for a person; null if it does not wait.</summary>
    public ReviewListEntry? Waits => (Status, Proposal) switch
    {
        (_, { } proposal) => new(ReviewList.Proposed, proposal.At),
        (CommentStatus.Held, _) => new(ReviewList.Held, ReceivedAt),
        (CommentStatus.Quarantined, _) when !WasLookedAt => new(ReviewList.Quarantined, ReceivedAt),
        (CommentStatus.Quarantined, _) when IsUnderReview => new(ReviewList.Quarantined, Decisions[^1].At),
        _ => null,
    };

    /// <summary>Its entry in the list of reviews, apart from comments without a request; null if no review is pending.</summary>
    public ReviewListEntry? WaitsForReview => IsUnderReview ? new(ReviewList.Review, Decisions[^1].At) : null;

    /// <summary>Every list in which it waits.</summary>
    public IEnumerable<ReviewListEntry> AllWaits => ((ReviewListEntry?[])[Waits, WaitsForReview]).OfType<ReviewListEntry>();

    /// <summary>Whether a code is a reason of any step of its history.</summary>
    public bool WasGiven(string code) => Reasons.Concat(Decisions.SelectMany(step => step.Reasons)).Contains(code, StringComparer.Ordinal);

    /// <summary>Returns the comment with one more step in its history.</summary>
    internal Comment After(HistoryStep step)
    {
        var before = History;
        if (before.Count >= MaxSteps) before = [before[0], .. before.Skip(before.Count - MaxSteps + 2)];
        return this with { Decisions = [.. before, step] };
    }

    internal static bool IsUnderReviewIn(IReadOnlyList<HistoryStep> decisions) => decisions is [.., { Step: HistoryStepKind.ReviewAsked }];

    internal static bool WasLookedAtIn(IReadOnlyList<HistoryStep> decisions) =>
        decisions.Any(step => step.Step is not (HistoryStepKind.Moderated or HistoryStepKind.ReviewAsked));

    /// <summary>Whether both say the same about the same target, so that a repeated request counts as the same request.</summary>
    public bool SaysTheSameAs(Comment other) => Target == other.Target && Kind == other.Kind && Text == other.Text;
}
