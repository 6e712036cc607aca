using ServerlessDecide.Participation;

namespace ServerlessDecide.Moderation;

/// <summary>What a person can be asked to look at.</summary>
public enum WaitingList
{
    /// <summary>Held by moderation.</summary>
    Held,

    /// <summary>Quarantined by moderation, and no person has looked at it; or by people, and a review is asked for.</summary>
    Quarantined,

    /// <summary>Accepted by moderation; a first person proposes to quarantine it.</summary>
    Proposed,

    /// <summary>Held or quarantined, and whoever holds the receipt asks for another person to look. It stays in its other list as well.</summary>
    Review,
}

/// <summary>That a comment waits for a person, where, and since when: since it was received, the first person proposed, or a review was asked for.</summary>
public readonly record struct Waiting(WaitingList List, DateTimeOffset Since);

/// <summary>The names of lists in answers and storage.</summary>
public static class WaitingListNames
{
    public static string Name(this WaitingList list) => list switch
    {
        WaitingList.Held => CommentStatus.Held.Name(),
        WaitingList.Quarantined => CommentStatus.Quarantined.Name(),
        WaitingList.Proposed => "proposed",
        WaitingList.Review => "review",
        _ => throw new ArgumentOutOfRangeException(nameof(list)),
    };

    public static bool TryParse(string? name, out WaitingList list)
    {
        foreach (var known in Enum.GetValues<WaitingList>())
        {
            list = known;
            if (known.Name() == name) return true;
        }

        list = default;
        return false;
    }
}
