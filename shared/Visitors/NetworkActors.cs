namespace ServerlessDecide.Visitors;

/// <summary>
/// Counts the different visitors that act from each network, in memory of a fixed size. For the day it counts every network: a Bloom filter
/// (Bloom 1970) says whether a visitor has acted from a network before, and new visitors are counted. For the hour it counts only crowds,
/// as sets that can be merged with those of other instances.
/// </summary>
internal sealed class NetworkActors
{
    /// <summary>A network is a crowd from this many visitors of a day on. Earlier visitors are in the count of the day, but in no set.</summary>
    public const int Crowded = 1 + (QualityRules.VisitorsAnHour / 16);

    private const int MostCrowds = 4000;
    private const int PlaceBits = 24;
    private const int Hashes = 4;

    // Two megabytes: with a million pairs of visitor and network, one new pair in four hundred is mistaken for a known one.
    private readonly ulong[] seen = new ulong[1 << (PlaceBits - 6)];
    private readonly NetworkSketch aDay = new();
    private readonly Dictionary<NetworkHash, Crowd> crowds = [];

    /// <summary>Records that a visitor acts.</summary>
    public void Add(NetworkHash network, UInt128 visitor, DateTimeOffset now)
    {
        if (IsNew(network, visitor)) aDay.Add(network);
        if (!crowds.TryGetValue(network, out var crowd))
        {
            if (aDay[network] < Crowded || crowds.Count >= MostCrowds) return;
            crowds.Add(network, crowd = new Crowd());
        }

        crowd.Add(visitor, now);
    }

    /// <summary>Returns the number of different visitors since the day began.</summary>
    public int ADay(NetworkHash network) => aDay[network];

    /// <summary>Estimates the different visitors within the last hour; for a network that is no crowd, since the day began.</summary>
    public int AnHour(NetworkHash network, DateTimeOffset now) =>
        crowds.TryGetValue(network, out var crowd) ? crowd.Hour(now).Count : Math.Min(aDay[network], Crowded - 1);

    /// <summary>Returns the visitors of the last hour and of the day so far; null when the network is no crowd.</summary>
    public (VisitorSet Hour, VisitorSet Day)? SetsOf(NetworkHash network, DateTimeOffset now) =>
        crowds.TryGetValue(network, out var crowd) ? (crowd.Hour(now), crowd.Day.Copy()) : null;

    public void Clear()
    {
        Array.Clear(seen);
        aDay.Clear();
        crowds.Clear();
    }

    private bool IsNew(NetworkHash network, UInt128 visitor)
    {
        var pair = visitor ^ new UInt128(network.High, network.Low);
        var isNew = false;
        for (var hash = 0; hash < Hashes; hash++)
        {
            var place = (uint)(pair >> (hash * PlaceBits)) & ((1U << PlaceBits) - 1);
            ref var word = ref seen[place >> 6];
            var bit = 1UL << (int)(place & 63);
            isNew |= (word & bit) == 0;
            word |= bit;
        }

        return isNew;
    }

    private sealed class Crowd
    {
        private static readonly long Window = TimeSpan.FromHours(1).Ticks;

        private VisitorSet present = new();
        private VisitorSet before = new();
        private long number;

        public VisitorSet Day { get; } = new();

        public void Add(UInt128 visitor, DateTimeOffset now)
        {
            Rotate(now);
            present.Add(visitor);
            Day.Add(visitor);
        }

        /// <summary>Returns the visitors of the present hour, and the share of the one before that the last hour still covers; none counts twice.</summary>
        public VisitorSet Hour(DateTimeOffset now)
        {
            Rotate(now);
            return present.With(before, 1 - ((double)(now.UtcTicks % Window) / Window));
        }

        private void Rotate(DateTimeOffset now)
        {
            var passed = (now.UtcTicks / Window) - number;
            if (passed <= 0) return;
            number += passed;
            (present, before) = (before, present);
            present.Clear();
            if (passed > 1) before.Clear();
        }
    }
}
