namespace ServerlessDecide.Participation;

/// <summary>What instances tell each other of a heavy network. Visitors are told as sets, so that who acts on two instances counts once.</summary>
/// <param name="Counted">What is counted in numbers; nothing of it is said about different visitors that act.</param>
/// <param name="ActorsAnHour">Who acted within the last hour; null where they are few.</param>
/// <param name="ActorsADay">Who acted since the day of networks began; null where they are few.</param>
public sealed record NetworkReport(Pressure Counted, VisitorSet? ActorsAnHour = null, VisitorSet? ActorsADay = null)
{
    /// <summary>What several instances said, as if one had counted it.</summary>
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
