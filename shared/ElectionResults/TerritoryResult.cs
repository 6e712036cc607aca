using System.Text.Json.Serialization;

namespace ServerlessDecide.ElectionResults;

/// <summary>The kind of territory of a count.</summary>
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

/// <summary>Votes for one contender, or for a combination of parties marked together.</summary>
/// <param name="Contenders">One id, or those of the combination in the order of the file.</param>
public sealed record OptionVotes(IReadOnlyList<string> Contenders, int Votes)
{
    /// <summary>The name in files: <c>pan+pri</c>.</summary>
    [JsonIgnore]
    public string Name => string.Join('+', Contenders);
}

/// <summary>A line of a count in a file.</summary>
/// <param name="Option">The name of an <see cref="OptionVotes"/>, or one of the constants of <see cref="ResultLine"/>.</param>
public sealed record ResultLine(string Option, int Votes)
{
    public const string Null = "null";

    public const string Unregistered = "unregistered";

    /// <summary>The number of registered voters rather than of votes.</summary>
    public const string RegisteredVoters = "registered-voters";

    /// <summary>The sum of all votes. The import checks it and does not store it.</summary>
    public const string Total = "total";
}

/// <summary>The count of one territory as imported.</summary>
/// <param name="Territory">The district's number or the municipality's code.</param>
/// <param name="Counted">False if there was no count, because the election was not held or was annulled before it.</param>
/// <param name="RegisteredVoters">Persons on the nominal list; null if the file does not say.</param>
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
    /// <summary>The key, unique within a process: <c>municipality/15106</c>.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Level, Territory);

    /// <summary>All votes: for contenders, null votes, and votes for unregistered candidates.</summary>
    [JsonIgnore]
    public long Total => Options.Sum(o => (long)o.Votes) + NullVotes + Unregistered;

    public static string KeyOf(ResultLevel level, string territory) => $"{level.Name()}/{territory}";

    /// <summary>Returns the count line by line.</summary>
    public IEnumerable<ResultLine> Lines()
    {
        foreach (var option in Options) yield return new ResultLine(option.Name, option.Votes);
        yield return new ResultLine(ResultLine.Null, NullVotes);
        yield return new ResultLine(ResultLine.Unregistered, Unregistered);
        if (RegisteredVoters is { } voters) yield return new ResultLine(ResultLine.RegisteredVoters, voters);
    }

    /// <summary>
    /// Returns the lines that differ between this count and another, whatever the order of the parties in a combination. The votes are null
    /// if a count does not have the line.
    /// </summary>
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

/// <summary>A change of a published count.</summary>
/// <param name="At">When the file that changed it was sent.</param>
/// <param name="Before">The count before the change.</param>
public sealed record ResultCorrection(DateTimeOffset At, TerritoryResult Before);
