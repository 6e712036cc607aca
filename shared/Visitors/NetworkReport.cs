namespace ServerlessDecide.Visitors;

/// <summary>What instances report to each other of a heavy network. Visitors are reported as sets, so that one who acts on two instances counts once.</summary>
/// <param name="Counted">The plain counts; the sets take the place of its counts of different visitors that act.</param>
/// <param name="ActorsAnHour">The visitors that acted within the last hour; null when they are few.</param>
/// <param name="ActorsADay">The visitors that acted since the day of networks began; null when they are few.</param>
public sealed record NetworkReport(Pressure Counted, VisitorSet? ActorsAnHour = null, VisitorSet? ActorsADay = null)
{
    /// <summary>Merges the reports of several instances, as if one had counted everything.</summary>
    public static IReadOnlyDictionary<NetworkHash, NetworkReport> Merge(IEnumerable<KeyValuePair<NetworkHash, NetworkReport>> reports)
    {
        var merged = new Dictionary<NetworkHash, NetworkReport>();
        foreach (var (network, report) in reports) merged[network] = merged.TryGetValue(network, out var before) ? before.And(report) : report;
        return merged;
    }

    private NetworkReport And(NetworkReport other) => new(
        Counted + other.Counted, Union(ActorsAnHour, other.ActorsAnHour), Union(ActorsADay, other.ActorsADay));

    private static VisitorSet? Union(VisitorSet? one, VisitorSet? other) => one is null ? other : other is null ? one : VisitorSet.Union(one, other);
}
