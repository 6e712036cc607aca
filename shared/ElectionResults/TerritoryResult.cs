using System.Text.Json.Serialization;

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

/// <summary>Levels and states as answers and files name them.</summary>
public static class ResultNames
{
    public static string Name(this ResultLevel level) => level.ToString().ToLowerInvariant();

    public static string Name(this ResultStatus status) => status.ToString().ToLowerInvariant();
}

/// <summary>Votes for one contender, or marked for several parties together.</summary>
/// <param name="Contenders">One id, or those of the combination in the order in which they came.</param>
public sealed record OptionVotes(IReadOnlyList<string> Contenders, int Votes)
{
    /// <summary>As files name it: <c>pan+pri</c>.</summary>
    [JsonIgnore]
    public string Name => string.Join('+', Contenders);
}

/// <summary>A line of a count as files have it.</summary>
/// <param name="Option">Of an <see cref="OptionVotes"/>, or one of <see cref="ResultLine"/>'s own.</param>
public sealed record ResultLine(string Option, int Votes)
{
    public const string Null = "null";

    public const string Unregistered = "unregistered";

    /// <summary>No votes, but the persons who could have given one.</summary>
    public const string RegisteredVoters = "registered-voters";

    /// <summary>What all votes must add up to. Checked when it comes, and kept nowhere.</summary>
    public const string Total = "total";
}

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
    string Source)
{
    /// <summary>What tells it from all others of a process: <c>municipality/15106</c>.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Level, Territory);

    /// <summary>All votes: for contenders, null, and for candidates who were not registered.</summary>
    [JsonIgnore]
    public long Total => Options.Sum(o => (long)o.Votes) + NullVotes + Unregistered;

    public static string KeyOf(ResultLevel level, string territory) => $"{level.Name()}/{territory}";

    /// <summary>The count line by line.</summary>
    public IEnumerable<ResultLine> Lines()
    {
        foreach (var option in Options) yield return new ResultLine(option.Name, option.Votes);
        yield return new ResultLine(ResultLine.Null, NullVotes);
        yield return new ResultLine(ResultLine.Unregistered, Unregistered);
        if (RegisteredVoters is { } voters) yield return new ResultLine(ResultLine.RegisteredVoters, voters);
    }

    /// <summary>The lines in which another count differs from this one; null where a count has no such line. In whatever order the lines stand.</summary>
    public IEnumerable<(string Option, int? Before, int? After)> ChangesTo(TerritoryResult after)
    {
        var next = after.Lines().ToDictionary(line => Sorted(line.Option), StringComparer.Ordinal);
        foreach (var line in Lines())
        {
            int? votes = next.Remove(Sorted(line.Option), out var found) ? found.Votes : null;
            if (votes != line.Votes) yield return (line.Option, line.Votes, votes);
        }

        foreach (var line in after.Lines().Where(line => next.ContainsKey(Sorted(line.Option)))) yield return (line.Option, null, line.Votes);

        static string Sorted(string option) => option.Contains('+', StringComparison.Ordinal) ? string.Join('+', option.Split('+').Order(StringComparer.Ordinal)) : option;
    }
}

/// <summary>A change of a count that had been published.</summary>
/// <param name="At">When the file that changed it was sent.</param>
/// <param name="Before">The count as it was.</param>
public sealed record ResultCorrection(DateTimeOffset At, TerritoryResult Before);
