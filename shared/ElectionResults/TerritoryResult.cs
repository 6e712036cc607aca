namespace ServerlessDecide.ElectionResults;

/// <summary>What a count is of.</summary>
public enum ResultLevel
{
    District,
    Municipality,
}

/// <summary>How final a count is.</summary>
public enum ResultStatus
{
    Provisional,
    Definitive,
    Corrected,
}

/// <summary>Votes for one contender, or marked for several contenders together.</summary>
/// <param name="Contenders">One id, or those of the combination in the order in which they came.</param>
public sealed record OptionVotes(IReadOnlyList<string> Contenders, int Votes);

/// <summary>The count of one territory as it was imported.</summary>
/// <param name="Territory">The district's number or the municipality's code.</param>
/// <param name="Counted">False where there was no count: the election was not held or was annulled before it.</param>
/// <param name="RegisteredVoters">Persons on the nominal list; null where the file does not say.</param>
public sealed record TerritoryResult(
    ResultLevel Level,
    string Territory,
    ResultStatus Status,
    bool Counted,
    IReadOnlyList<OptionVotes> Options,
    int NullVotes,
    int Unregistered,
    int? RegisteredVoters,
    string Source);

/// <summary>A change of a count that had been published.</summary>
/// <param name="Before">The count as it was.</param>
public sealed record ResultCorrection(DateTimeOffset At, TerritoryResult Before);
