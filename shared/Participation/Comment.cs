using ServerlessDecide.Moderation;

namespace ServerlessDecide.Participation;

/// <summary>What a person sends with a text.</summary>
public enum CommentKind
{
    Idea,
    Proposal,
    Comment,
}

/// <summary>What became of a comment.</summary>
public enum CommentStatus
{
    /// <summary>Stored; moderation has not seen it yet.</summary>
    Received,

    /// <summary>Goes into the main file of the package.</summary>
    Accepted,

    /// <summary>Waits for a person. What nobody decides until delivery goes into the sealed annex.</summary>
    Held,

    /// <summary>Goes into the sealed annex with its reasons.</summary>
    Quarantined,
}

/// <summary>The names of kinds and statuses in answers, files and storage.</summary>
public static class CommentNames
{
    public static string Name(this CommentKind kind) => kind switch
    {
        CommentKind.Idea => "idea",
        CommentKind.Proposal => "proposal",
        CommentKind.Comment => "comment",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Name(this CommentStatus status) => status switch
    {
        CommentStatus.Received => "received",
        CommentStatus.Accepted => "accepted",
        CommentStatus.Held => "held",
        CommentStatus.Quarantined => "quarantined",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static bool TryParseKind(string? name, out CommentKind kind)
    {
        kind = name switch { "idea" => CommentKind.Idea, "proposal" => CommentKind.Proposal, _ => CommentKind.Comment };
        return name is "idea" or "proposal" or "comment";
    }

    internal static CommentStatus ParseStatus(string? name) => name switch
    {
        "received" => CommentStatus.Received,
        "accepted" => CommentStatus.Accepted,
        "held" => CommentStatus.Held,
        "quarantined" => CommentStatus.Quarantined,
        _ => throw new InvalidDataException("A comment has a status that this version does not know."),
    };
}

/// <summary>A comment as it was received and, later, decided.</summary>
/// <param name="Contender">The contender whose target it is: who will receive it.</param>
/// <param name="Text">Exactly what the person wrote, without white space at the ends.</param>
/// <param name="Reasons">Codes of the moderation rules that spoke, or of the people who decided; empty unless held or quarantined.</param>
public sealed record Comment(
    Receipt Receipt,
    string Visitor,
    Target Target,
    string Contender,
    CommentKind Kind,
    string Text,
    DateTimeOffset ReceivedAt,
    CommentStatus Status,
    IReadOnlyList<string> Reasons,
    DateTimeOffset? DecidedAt,
    QualityClass Class = QualityClass.A)
{
    /// <summary>SHA-256 of the lexicon by which the rules decided; null before, and where they could not be applied.</summary>
    public string? Lexicon { get; init; }

    /// <summary>What people decided, after what moderation did; empty until a person decides.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>Every step since the comment was received.</summary>
    public IReadOnlyList<Decision> History => Decisions.Count > 0 || Status == CommentStatus.Received ? Decisions : [Decision.OfModeration(this)];

    /// <summary>What moderation made of it, whatever people made of it since.</summary>
    public CommentStatus Moderated => Decisions.Count > 0 ? Decisions[0].To : Status;

    /// <summary>The proposal to quarantine that waits for a second person, or null.</summary>
    public Decision? Proposal => Decisions is [.., { Step: DecisionStep.Proposed } last] ? last : null;

    /// <summary>That a review was asked for; null when none was.</summary>
    public Review? Review { get; init; }

    /// <summary>Whether a review was asked for and nobody has decided since.</summary>
    public bool IsUnderReview => IsUnderReviewIn(Decisions);

    /// <summary>Whether any person has looked at it, whatever came of it.</summary>
    public bool WasLookedAt => WasLookedAtIn(Decisions);

    /// <summary>Where it waits for a person; null when it does not.</summary>
    public Waiting? Waits => (Status, Proposal) switch
    {
        (_, { } proposal) => new(WaitingList.Proposed, proposal.At),
        (CommentStatus.Held, _) => new(WaitingList.Held, ReceivedAt),
        (CommentStatus.Quarantined, _) when !WasLookedAt => new(WaitingList.Quarantined, ReceivedAt),
        (CommentStatus.Quarantined, _) when IsUnderReview => new(WaitingList.Quarantined, Decisions[^1].At),
        _ => null,
    };

    /// <summary>Where it waits besides, so that it is found before what nobody asked for; null while no review is asked for.</summary>
    public Waiting? WaitsForReview => IsUnderReview ? new(WaitingList.Review, Decisions[^1].At) : null;

    /// <summary>Every list in which it waits.</summary>
    public IEnumerable<Waiting> AllWaits => ((Waiting?[])[Waits, WaitsForReview]).OfType<Waiting>();

    /// <summary>Whether a code is a reason anywhere in its history.</summary>
    public bool WasGiven(string code) => Reasons.Concat(Decisions.SelectMany(step => step.Reasons)).Contains(code, StringComparer.Ordinal);

    internal static bool IsUnderReviewIn(IReadOnlyList<Decision> decisions) => decisions is [.., { Step: DecisionStep.ReviewAsked }];

    internal static bool WasLookedAtIn(IReadOnlyList<Decision> decisions) =>
        decisions.Any(step => step.Step is not (DecisionStep.Moderated or DecisionStep.ReviewAsked));

    /// <summary>Whether both say the same about the same thing: what makes a repeated request the same request.</summary>
    public bool SaysTheSameAs(Comment other) => Target == other.Target && Kind == other.Kind && Text == other.Text;
}
