using System.Security.Cryptography;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Bench;

/// <summary>What came of a group of people or of an attack.</summary>
internal sealed class CrowdTally
{
    /// <summary>Credentials issued, by class.</summary>
    public long[] Credentials { get; } = new long[3];

    /// <summary>Reactions accepted, by class.</summary>
    public long[] Reactions { get; } = new long[3];

    /// <summary>Seconds that a proof took a cheap phone, one for each credential that was computed.</summary>
    public List<double> ProofSeconds { get; } = [];

    /// <summary>Credentials whose proof was dearer than the usual one.</summary>
    public int Delayed { get; set; }

    /// <summary>Seconds waited in the line, one for each ticket.</summary>
    public List<double> Waits { get; } = [];

    /// <summary>Iterations of PBKDF2 that were paid.</summary>
    public double Iterations { get; set; }

    /// <summary>Requests refused with 429.</summary>
    public long Limited { get; set; }
}

/// <summary>
/// The app's own rules on several instances, with a clock of its own: who comes is served by an instance at random, and instances tell each
/// other of heavy networks as often as they do.
/// </summary>
internal sealed class Crowd(int seed, int instances)
{
    /// <summary>Iterations of PBKDF2 for a try, as the setting ProofCost has it.</summary>
    public const int ProofCost = 1000;

    /// <summary>Iterations of PBKDF2 that a cheap phone's browser is taken to do in a second.</summary>
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

    /// <summary>Somebody comes at a moment, does something, and says after how long they do the next thing.</summary>
    public void Comes(DateTimeOffset at, IEnumerable<TimeSpan> doing) => actors.Enqueue(doing.GetEnumerator(), at.UtcTicks);

    /// <summary>Lets everybody do everything.</summary>
    public void Run()
    {
        while (actors.TryDequeue(out var actor, out var ticks))
        {
            Now = new DateTimeOffset(ticks, TimeSpan.Zero);
            if (Now - exchanged >= PressureExchange.Every) Exchange();
            if (actor.MoveNext()) actors.Enqueue(actor, ticks + actor.Current.Ticks);
            else actor.Dispose();
        }
    }

    /// <summary>A challenge is asked for, solved at that speed, and shown. How long that takes, and what it gave.</summary>
    public (TimeSpan Takes, Func<Visitor> Show) Prove(NetworkHash network, CrowdTally tally, double iterationsASecond)
    {
        var factor = Any().Pressure.Of(network, Now).ProofFactor;
        // How often one has to try until it holds is drawn from the exponential distribution.
        var iterations = -Math.Log(1 - Chance.NextDouble()) * 256d * ProofCost * factor;
        tally.Iterations += iterations;
        tally.ProofSeconds.Add(iterations / PhoneIterations);
        if (factor > 1) tally.Delayed++;
        return (TimeSpan.FromSeconds(iterations / iterationsASecond), () => Issue(network, tally, QualityClass.A));
    }

    /// <summary>A ticket is asked for; the visitor comes back when its turn has come.</summary>
    public (TimeSpan Takes, Func<Visitor> Show) Wait(NetworkHash network, CrowdTally tally)
    {
        var wait = Any().Line.Enter(network, Now) - Now;
        tally.Waits.Add(wait.TotalSeconds);
        return (wait, () => Issue(network, tally, QualityClass.B));
    }

    /// <summary>A reaction, or null when a limit refused it.</summary>
    public QualityClass? React(Visitor visitor, NetworkHash network, int target, Stance stance, CrowdTally tally)
    {
        var instance = Any();
        var verdict = instance.Paces.React(visitor.Hash, new(TargetKind.Platform, Slug.Parse($"p-{target}")), stance, Now);
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
        var told = all.Select(i => i.Pressure.Told(Now)).ToList();
        for (var i = 0; i < all.Length; i++)
        {
            all[i].Pressure.Learn(Now, NetworkReport.Merge(told.Where((_, teller) => teller != i).SelectMany(t => t)));
        }
    }

    private sealed class Instance
    {
        public NetworkPressure Pressure { get; } = new();

        public VisitorPaces Paces { get; } = new();

        public WaitingLine Line { get; } = new();
    }
}
