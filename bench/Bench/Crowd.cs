using System.Security.Cryptography;
using ServerlessDecide.Reactions;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Bench;

/// <summary>The results of a group of people or of an attack.</summary>
internal sealed class CrowdTally
{
    /// <summary>Credentials issued, by class.</summary>
    public long[] Credentials { get; } = new long[3];

    /// <summary>Reactions accepted, by class.</summary>
    public long[] Reactions { get; } = new long[3];

    /// <summary>Seconds that a proof took on a cheap phone, one entry for each computed credential.</summary>
    public List<double> ProofSeconds { get; } = [];

    /// <summary>Credentials whose proof cost more than the usual one.</summary>
    public int Delayed { get; set; }

    /// <summary>Seconds waited in the queue, one entry for each ticket.</summary>
    public List<double> Waits { get; } = [];

    /// <summary>Iterations of PBKDF2 that were computed.</summary>
    public double Iterations { get; set; }

    /// <summary>Requests refused with 429.</summary>
    public long Limited { get; set; }
}

/// <summary>
/// Runs the app's own rules on several instances with a simulated clock. A random instance serves each visitor, and the instances exchange
/// their heavy networks as often as in the app.
/// </summary>
internal sealed class Crowd(int seed, int instances)
{
    /// <summary>Iterations of PBKDF2 for one attempt, as the setting ProofCost.</summary>
    public const int ProofCost = 1000;

    /// <summary>Iterations of PBKDF2 that a cheap phone's browser is assumed to do in a second.</summary>
    public const double PhoneIterations = 250_000;

    private readonly Instance[] all = [.. Enumerable.Range(0, instances).Select(_ => new Instance())];
    private readonly PriorityQueue<IEnumerator<TimeSpan>, long> actors = new();
    private DateTimeOffset exchanged;

    public Random Chance { get; } = new(seed);

    public DateTimeOffset Now { get; private set; }

    public static NetworkHash NewNetwork()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return new(BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes[8..]));
    }

    /// <summary>Adds an actor who comes at a moment; each step returns the pause before the next one.</summary>
    public void Comes(DateTimeOffset at, IEnumerable<TimeSpan> doing) => actors.Enqueue(doing.GetEnumerator(), at.UtcTicks);

    /// <summary>Runs all actors to their ends.</summary>
    public void Run()
    {
        while (actors.TryDequeue(out var actor, out var ticks))
        {
            Now = new DateTimeOffset(ticks, TimeSpan.Zero);
            if (Now - exchanged >= NetworkPressureSync.Every) Exchange();
            if (actor.MoveNext()) actors.Enqueue(actor, ticks + actor.Current.Ticks);
            else actor.Dispose();
        }
    }

    /// <summary>Asks for a challenge and solves it at the given speed. Returns how long that takes, and how to trade it for a credential.</summary>
    public (TimeSpan Takes, Func<Visitor> Show) Prove(NetworkHash network, CrowdTally tally, double iterationsASecond)
    {
        var factor = Any().Pressure.Of(network, Now).ProofFactor;
        // The number of attempts until one succeeds is drawn from the exponential distribution.
        var iterations = -Math.Log(1 - Chance.NextDouble()) * 256d * ProofCost * factor;
        tally.Iterations += iterations;
        tally.ProofSeconds.Add(iterations / PhoneIterations);
        if (factor > 1) tally.Delayed++;
        return (TimeSpan.FromSeconds(iterations / iterationsASecond), () => Issue(network, tally, QualityClass.A));
    }

    /// <summary>Asks for a ticket; the visitor comes back when it is due.</summary>
    public (TimeSpan Takes, Func<Visitor> Show) Wait(NetworkHash network, CrowdTally tally)
    {
        var wait = Any().Line.Enter(network, Now) - Now;
        tally.Waits.Add(wait.TotalSeconds);
        return (wait, () => Issue(network, tally, QualityClass.B));
    }

    /// <summary>Reacts, and returns the reaction's class, or null if a limit refused it.</summary>
    public QualityClass? React(Visitor visitor, NetworkHash network, int target, Stance stance, CrowdTally tally)
    {
        var instance = Any();
        var verdict = instance.Paces.React(visitor.Hash, new("platform", Slug.Parse($"p-{target}")), stance, Now);
        if (verdict.Wait is not null)
        {
            tally.Limited++;
            return null;
        }

        if (visitor.Class == QualityClass.A) instance.Pressure.CountAct(network, visitor.Hash, Now);
        var quality = QualityRules.Of(visitor.Class, instance.Pressure.Of(network, Now), verdict.IsMachine);
        tally.Reactions[(int)quality]++;
        return quality;
    }

    private Visitor Issue(NetworkHash network, CrowdTally tally, QualityClass entered)
    {
        var pressure = Any().Pressure;
        if (entered == QualityClass.A) pressure.CountVisitor(network, Now);
        var quality = QualityRules.Of(entered, pressure.Of(network, Now), isMachine: false);
        tally.Credentials[(int)quality]++;
        return new Visitor(VisitorHash.Compute(RandomNumberGenerator.GetBytes(32), "visitor"u8), Now, quality);
    }

    private Instance Any() => all[Chance.Next(all.Length)];

    private void Exchange()
    {
        exchanged = Now;
        var told = all.Select(i => i.Pressure.Export(Now)).ToList();
        for (var i = 0; i < all.Length; i++)
        {
            all[i].Pressure.Import(Now, NetworkReport.Merge(told.Where((_, teller) => teller != i).SelectMany(t => t)));
        }
    }

    private sealed class Instance
    {
        public NetworkPressure Pressure { get; } = new();

        public VisitorPaceTracker Paces { get; } = new();

        public EntryQueue Line { get; } = new();
    }
}
