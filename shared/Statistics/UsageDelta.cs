namespace ServerlessDecide.Statistics;

/// <summary>What one instance counted of one day since its delta before.</summary>
/// <param name="Sequence">1 for the instance's first delta of the day, and so on: written twice it is recognised.</param>
/// <param name="Counts">By the name of a <see cref="UsageCell"/>; only what is not zero.</param>
/// <param name="OthersUnknown">The least of <see cref="OthersUnknown"/> when something was reacted to or commented on; null when nothing was.</param>
public sealed record UsageDelta(int Sequence, IReadOnlyDictionary<string, long> Counts, int? OthersUnknown);

/// <summary>What all instances counted of a day.</summary>
/// <param name="Visitors">About how many different visitors there were.</param>
public sealed record UsageOfDay(IReadOnlyDictionary<string, long> Counts, int? OthersUnknown, long Visitors)
{
    public static UsageOfDay None { get; } = new(new Dictionary<string, long>(), null, 0);
}
