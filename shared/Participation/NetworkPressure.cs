namespace ServerlessDecide.Participation;

/// <summary>What comes from a network.</summary>
/// <param name="VisitorsAnHour">Credentials issued to it within the last hour.</param>
/// <param name="VisitorsADay">Credentials issued to it since the day of networks began.</param>
/// <param name="ActsAnHour">Reactions and comments from it within the last hour.</param>
public readonly record struct Pressure(int VisitorsAnHour, int VisitorsADay, int ActsAnHour)
{
    /// <summary>The proof of work costs so many times the usual: 1, 2, 4, 8 or, at most, 16.</summary>
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

    /// <summary>Whether it is more than ordinary.</summary>
    public bool IsBurst => VisitorsAnHour > QualityRules.VisitorsAnHour
        || VisitorsADay > QualityRules.VisitorsADay
        || ActsAnHour > QualityRules.ActsAnHour;

    public static Pressure operator +(Pressure left, Pressure right) => new(
        left.VisitorsAnHour + right.VisitorsAnHour, left.VisitorsADay + right.VisitorsADay, left.ActsAnHour + right.ActsAnHour);

    public static Pressure Add(Pressure left, Pressure right) => left + right;
}

/// <summary>
/// What comes from each network, in memory of a fixed size. Counted is what cannot be had for nothing: credentials that were issued and
/// acts of those who hold one. A challenge that was only asked for counts nothing, else anyone could raise a neighbour's price by asking.
/// </summary>
public sealed class NetworkPressure
{
    // Others are told of a network from here on; ten instances that each hide a little less are off by less than the first step.
    private const int WorthTelling = 1 + (QualityRules.VisitorsAnHour / 16);
    private const int MostTold = 2000;

    private readonly Lock counting = new();
    private readonly SlidingCount visitorsAnHour = new(TimeSpan.FromHours(1));
    private readonly SlidingCount actsAnHour = new(TimeSpan.FromHours(1));
    private readonly NetworkSketch visitorsADay = new();
    private readonly HashSet<NetworkHash> heavy = [];
    private IReadOnlyDictionary<NetworkHash, Pressure> elsewhere = new Dictionary<NetworkHash, Pressure>();
    private DateOnly day;

    /// <summary>Counts a credential that was issued.</summary>
    public void CountVisitor(NetworkHash network, DateTimeOffset now)
    {
        lock (counting)
        {
            Turn(now);
            visitorsAnHour.Add(network, now);
            visitorsADay.Add(network);
            Note(network, now);
        }
    }

    /// <summary>Counts a reaction or a comment.</summary>
    public void CountAct(NetworkHash network, DateTimeOffset now)
    {
        lock (counting)
        {
            Turn(now);
            actsAnHour.Add(network, now);
            Note(network, now);
        }
    }

    /// <summary>What comes from a network, as far as this instance knows.</summary>
    public Pressure Of(NetworkHash network, DateTimeOffset now)
    {
        lock (counting)
        {
            Turn(now);
            return Here(network, now) + elsewhere.GetValueOrDefault(network);
        }
    }

    /// <summary>What other instances should know: the heaviest networks, as this instance counted them, and no more than a row holds.</summary>
    public IReadOnlyList<KeyValuePair<NetworkHash, Pressure>> Told(DateTimeOffset now)
    {
        lock (counting)
        {
            Turn(now);
            heavy.RemoveWhere(network => !IsWorthTelling(Here(network, now)));
            return [.. heavy.Select(network => KeyValuePair.Create(network, Here(network, now))).OrderByDescending(n => n.Value.VisitorsADay).Take(MostTold)];
        }
    }

    /// <summary>Takes the place of what was known of other instances.</summary>
    public void Learn(DateOnly learntOn, IReadOnlyDictionary<NetworkHash, Pressure> others)
    {
        lock (counting)
        {
            if (learntOn == day) elsewhere = others;
        }
    }

    private static bool IsWorthTelling(Pressure pressure) => pressure.VisitorsADay >= WorthTelling || pressure.ActsAnHour >= 10 * WorthTelling;

    private Pressure Here(NetworkHash network, DateTimeOffset now) =>
        new(visitorsAnHour.Of(network, now), visitorsADay[network], actsAnHour.Of(network, now));

    private void Note(NetworkHash network, DateTimeOffset now)
    {
        if (heavy.Count < 2 * MostTold && !heavy.Contains(network) && IsWorthTelling(Here(network, now))) heavy.Add(network);
    }

    // Hashes of another day name nobody any more.
    private void Turn(DateTimeOffset now)
    {
        var today = NetworkHashes.DayOf(now);
        if (today <= day) return;
        day = today;
        visitorsAnHour.Clear();
        actsAnHour.Clear();
        visitorsADay.Clear();
        heavy.Clear();
        elsewhere = new Dictionary<NetworkHash, Pressure>();
    }
}
