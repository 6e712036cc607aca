namespace ServerlessDecide.Processes;

/// <summary>A request to remove a process, which waits for a second person.</summary>
/// <param name="AskedBy">The credential that asked, as the audit names it. Another one must confirm.</param>
/// <param name="ContentVersion">The content that was published then: what is confirmed is what was asked for. Null when there was none.</param>
public sealed record ProcessRemoval(DateTimeOffset AskedAt, string AskedBy, string? ContentVersion = null);

/// <summary>The outcome of asking for the removal of a process, confirming it or withdrawing it.</summary>
public enum RemovalOutcome
{
    /// <summary>It waits for a second person.</summary>
    Asked,

    /// <summary>A second person has confirmed it.</summary>
    Confirmed,

    /// <summary>It was withdrawn, and the process stays.</summary>
    Withdrawn,

    /// <summary>Somebody has asked for it already.</summary>
    AlreadyAsked,

    /// <summary>Nobody has asked for it.</summary>
    NothingAsked,

    /// <summary>The credential that asked cannot confirm.</summary>
    SecondPersonRequired,

    /// <summary>Other content was published after it was asked for.</summary>
    ContentChanged,
}

/// <summary>An outcome, and the process after it; the same process if nothing changed.</summary>
public sealed record RemovalStep(RemovalOutcome Outcome, ElectoralProcess Process)
{
    /// <summary>Whether the process changed and must be written.</summary>
    public bool IsChange => Outcome is RemovalOutcome.Asked or RemovalOutcome.Confirmed or RemovalOutcome.Withdrawn;
}
