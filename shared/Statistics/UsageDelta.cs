namespace ServerlessDecide.Statistics;

/// <summary>The counts of one instance for one day since its previous delta.</summary>
/// <param name="Sequence">1 for the instance's first delta of the day, and so on. It identifies a delta that is written twice.</param>
/// <param name="Counts">By the name of a <see cref="UsageCell"/>; only counts above zero.</param>
/// <param name="OthersUnknown">The lowest <see cref="OthersUnknown"/> at a reaction or comment; null when there was none.</param>
public sealed record UsageDelta(int Sequence, IReadOnlyDictionary<string, long> Counts, int? OthersUnknown);

/// <summary>The counts of all instances for a day.</summary>
/// <param name="Visitors">Estimated number of different visitors.</param>
public sealed record UsageOfDay(IReadOnlyDictionary<string, long> Counts, int? OthersUnknown, long Visitors)
{
    public static UsageOfDay None { get; } = new(new Dictionary<string, long>(), null, 0);
}
