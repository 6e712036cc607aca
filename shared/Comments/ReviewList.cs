namespace ServerlessDecide.Comments;

/// <summary>The lists of comments that wait for a person.</summary>
public enum ReviewList
{
    /// <summary>Held by moderation.</summary>
    Held,

    /// <summary>Quarantined by moderation, and no person has looked at it yet; or quarantined, and a review is pending.</summary>
    Quarantined,

    /// <summary>Accepted by moderation, and a first person proposes to quarantine it.</summary>
    Proposed,

    /// <summary>Held or quarantined, and the holder of the receipt asks for another person to look. It also stays in its other list.</summary>
    Review,
}

/// <summary>A comment's place in a list.</summary>
/// <param name="Since">When the comment was received, the first person proposed or the review was asked for.</param>
public readonly record struct ReviewListEntry(ReviewList List, DateTimeOffset Since);
