namespace ServerlessDecide.Visitors;

/// <summary>The traffic of a network.</summary>
/// <param name="VisitorsAnHour">Credentials issued to it for a proof of work within the last hour.</param>
/// <param name="VisitorsADay">Credentials issued to it for a proof of work since the day of networks began.</param>
/// <param name="ActsAnHour">Reactions and comments from it within the last hour, by credentials of class A.</param>
/// <param name="ActorsAnHour">About how many different credentials of class A sent these acts.</param>
/// <param name="ActorsADay">How many different credentials of class A sent something from it since the day of networks began.</param>
public readonly record struct Pressure(int VisitorsAnHour, int VisitorsADay, int ActsAnHour, int ActorsAnHour = 0, int ActorsADay = 0)
{
    /// <summary>How many times the usual a proof of work costs: 1, 2, 4, 8 or 16.</summary>
    public int ProofFactor
    {
        get
        {
            var factor = 1;
            while (factor < ProofOfWork.MaxFactor
                && (VisitorsAnHour > factor * QualityRules.VisitorsAnHour || VisitorsADay > factor * QualityRules.VisitorsADay))
            {
                factor *= 2;
            }

            return factor;
        }
    }

    /// <summary>Whether the traffic is more than ordinary.</summary>
    public bool IsBurst => VisitorsAnHour > QualityRules.VisitorsAnHour
        || VisitorsADay > QualityRules.VisitorsADay
        || ActsAnHour > QualityRules.ActsAnHour
        || ActorsAnHour > QualityRules.VisitorsAnHour
        || ActorsADay > QualityRules.VisitorsADay;

    public static Pressure operator +(Pressure left, Pressure right) => new(
        left.VisitorsAnHour + right.VisitorsAnHour,
        left.VisitorsADay + right.VisitorsADay,
        left.ActsAnHour + right.ActsAnHour,
        left.ActorsAnHour + right.ActorsAnHour,
        left.ActorsADay + right.ActorsADay);

    public static Pressure Add(Pressure left, Pressure right) => left + right;
}

/// <summary>
/// Counts the traffic of each network, in memory of a fixed size. It counts only what has a cost: credentials issued for a proof, acts with
/// credentials of class A, and the number of different credentials that act. Requests for a challenge and tickets of the entry queue do
/// not count; otherwise anyone could raise a neighbour's price or lower a neighbour's class just by asking.
/// </summary>
public sealed class NetworkPressure
{
    // Networks are reported from here on. Ten instances that each withhold slightly less are together off by less than the first step.
    private const int WorthTelling = 1 + (QualityRules.VisitorsAnHour / 16);
    private const int MostTold = 2000;
    private const int MostCrowdsTold = 1000;

    // The visitors of a smaller crowd are never written: a small set could be tested with each visitor's hash (docs/decisions/0011).
    private const int CrowdWorthTelling = QualityRules.VisitorsAnHour * 2 / 5;

    private readonly Lock counting = new();
    private readonly SlidingCount visitorsAnHour = new(TimeSpan.FromHours(1));
    private readonly SlidingCount actsAnHour = new(TimeSpan.FromHours(1));
    private readonly NetworkSketch visitorsADay = new();
    private readonly NetworkActors actors = new();
    private readonly HashSet<NetworkHash> heavy = [];
    private IReadOnlyDictionary<NetworkHash, Pressure> elsewhere = new Dictionary<NetworkHash, Pressure>();
    private DateOnly day;

    /// <summary>Counts a credential that was issued for a proof of work.</summary>
    public void CountVisitor(NetworkHash network, DateTimeOffset now)
    {
        lock (counting)
        {
            Rotate(now);
            visitorsAnHour.Add(network, now);
            visitorsADay.Add(network);
            Note(network, now);
        }
    }

    /// <summary>Counts a reaction or a comment of a visitor whose credential is of class A.</summary>
    public void CountAct(NetworkHash network, VisitorHash visitor, DateTimeOffset now)
    {
        lock (counting)
        {
            Rotate(now);
            actsAnHour.Add(network, now);
            actors.Add(network, visitor.Number, now);
            Note(network, now);
        }
    }

    /// <summary>Returns the traffic of a network, as far as this instance knows.</summary>
    public Pressure Of(NetworkHash network, DateTimeOffset now)
    {
        lock (counting)
        {
            Rotate(now);
            return Here(network, now) + elsewhere.GetValueOrDefault(network);
        }
    }

    /// <summary>Returns the report for other instances: the heaviest networks by this instance's own counts, no more than fit into a row.</summary>
    public IReadOnlyList<KeyValuePair<NetworkHash, NetworkReport>> Export(DateTimeOffset now)
    {
        lock (counting)
        {
            Rotate(now);
            heavy.RemoveWhere(network => !IsWorthTelling(Here(network, now)));
            var heaviest = heavy
                .Select(network => (Network: network, Pressure: Here(network, now)))
                .OrderByDescending(n => Math.Max(n.Pressure.VisitorsADay, n.Pressure.ActorsADay))
                .Take(MostTold);
            var crowds = 0;
            return [.. heaviest.Select(n =>
            {
                var sets = n.Pressure.ActorsADay >= CrowdWorthTelling && crowds < MostCrowdsTold ? actors.SetsOf(n.Network, now) : null;
                if (sets is not null) crowds++;
                return KeyValuePair.Create(n.Network, new NetworkReport(n.Pressure with { ActorsAnHour = 0, ActorsADay = 0 }, sets?.Hour, sets?.Day));
            })];
        }
    }

    /// <summary>Replaces what is known of other instances.</summary>
    /// <param name="now">When the others were read.</param>
    public void Import(DateTimeOffset now, IReadOnlyDictionary<NetworkHash, NetworkReport> others)
    {
        lock (counting)
        {
            if (NetworkHasher.DayOf(now) == day) elsewhere = others.ToDictionary(other => other.Key, other => Elsewhere(other.Key, other.Value, now));
        }
    }

    private static bool IsWorthTelling(Pressure pressure) =>
        pressure.VisitorsADay >= WorthTelling || pressure.ActorsADay >= CrowdWorthTelling || pressure.ActsAnHour >= 10 * WorthTelling;

    // Visitors that act on both sides are already counted here.
    private Pressure Elsewhere(NetworkHash network, NetworkReport report, DateTimeOffset now)
    {
        var here = actors.SetsOf(network, now);
        return report.Counted with { ActorsAnHour = More(report.ActorsAnHour, here?.Hour), ActorsADay = More(report.ActorsADay, here?.Day) };

        static int More(VisitorSet? there, VisitorSet? here) =>
            there is null ? 0 : here is null ? there.Count : VisitorSet.Union(there, here).Count - here.Count;
    }

    private Pressure Here(NetworkHash network, DateTimeOffset now) => new(
        visitorsAnHour.Of(network, now), visitorsADay[network], actsAnHour.Of(network, now), actors.AnHour(network, now), actors.ADay(network));

    private void Note(NetworkHash network, DateTimeOffset now)
    {
        if (heavy.Count < 2 * MostTold && !heavy.Contains(network) && IsWorthTelling(Here(network, now))) heavy.Add(network);
    }

    // Hashes of another day no longer match any network.
    private void Rotate(DateTimeOffset now)
    {
        var today = NetworkHasher.DayOf(now);
        if (today <= day) return;
        day = today;
        visitorsAnHour.Clear();
        actsAnHour.Clear();
        visitorsADay.Clear();
        actors.Clear();
        heavy.Clear();
        elsewhere = new Dictionary<NetworkHash, Pressure>();
    }
}
