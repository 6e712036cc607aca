using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ServerlessDecide.Reactions;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Bench;

/// <summary>
/// Simulates a peak day of 100,000 honest people and of attacks on the app's own rules. It reports what the people paid and what the
/// attackers got. The people are invented; the rules are not tuned to them.
/// </summary>
internal static class CrowdSimulation
{
    private const int Seed = 20210602;
    private const int Instances = 4;
    private const int Targets = 13;

    // What a core of a rented machine does. The attackers get as many cores as they want, and the simulation reports the cost.
    private const double CoreIterations = 3_000_000;

    // Weights of the day's visits by hour of local time.
    private static readonly int[] Hours = [20, 10, 7, 5, 6, 10, 25, 45, 60, 65, 65, 65, 68, 72, 70, 66, 64, 68, 75, 88, 100, 98, 70, 40];

    private static readonly JsonSerializerOptions Written = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    // Midnight in Mexico City, in that year's daylight saving time.
    private static readonly DateTimeOffset Midnight = new(2021, 6, 2, 5, 0, 0, TimeSpan.Zero);

    private static readonly string[] Attacks =
    [
        "script, 1,000 proofs an hour for 8 hours",
        "botnet, 10,000 addresses, 1 each",
        "botnet, 10,000 addresses, 24 each",
        "farmed for 5 days, spent from there",
        "farmed for 5 days, spent by 1,000 addresses",
        "1,490 a day for 10 days, 2,400 an hour from there",
        "the same, 200 an hour from there",
        "the same, 2,400 an hour from 1,000 addresses",
        "entry queue, 300 tickets in 4 s",
        "entry queue, 12,000 tickets in 20 minutes",
        "like/unlike storm, 10 a second",
        "like/unlike storm, uneven, 4 a minute",
    ];

    public static void Run(Figures figures)
    {
        var crowd = new Crowd(Seed, Instances);
        var people = People(crowd);
        var attacks = Attacks.ToDictionary(name => name, _ => new CrowdTally(), StringComparer.Ordinal);
        Attack(crowd, attacks);
        crowd.Run();

        figures.Say($"crowd: 100,000 people on a peak day and the attackers beside them, {Instances} instances, seed {Seed}");
        figures.Say(Invariant($"    a cheap phone is taken to do {Crowd.PhoneIterations:N0} iterations of PBKDF2 a second, an attacker's core {CoreIterations:N0}; this machine's does {MeasuredIterations():N0}"));
        figures.Say("    people                                      number  dearer proof  proof 50%    99%     most  reactions      A       B       C  429");
        var all = new CrowdTally();
        foreach (var (name, tally) in people)
        {
            figures.Say(Row(name, tally));
            for (var c = 0; c < 3; c++) all.Credentials[c] += tally.Credentials[c];
            for (var c = 0; c < 3; c++) all.Reactions[c] += tally.Reactions[c];
            all.ProofSeconds.AddRange(tally.ProofSeconds);
            all.Waits.AddRange(tally.Waits);
            all.Delayed += tally.Delayed;
            all.Limited += tally.Limited;
        }

        figures.Say(Row("all", all));
        figures.Say(Invariant($"    entry queue: {all.Waits.Count:N0} people, median {Figures.Median(all.Waits):N0} s, most {all.Waits.Max():N0} s"));
        figures.Say("    attacks                                            credentials: A       B  core hours  reactions       A       B       C      429");
        foreach (var (name, tally) in attacks)
        {
            figures.Say(Invariant($"    {name,-50}{tally.Credentials[0],12:N0}{tally.Credentials[1],8:N0}{tally.Iterations / CoreIterations / 3600,12:N1}{tally.Reactions.Sum(),11:N0}{Share(tally, 0),8}{Share(tally, 1),8}{Share(tally, 2),8}{tally.Limited,9:N0}"));
        }

        foreach (var (name, tally) in attacks.Where(attack => attack.Value.Waits.Count > 0))
        {
            var within = string.Join(", ", new[] { 0.5, 1, 2, 6 }.Select(hours => Invariant($"{tally.Waits.Count(w => w <= hours * 3600):N0} within {hours} h")));
            figures.Say(Invariant($"    {name}: {within}, the last after {tally.Waits.Max() / 3600:N1} h"));
        }

        Replay(figures);
    }

    /// <summary>Adds groups of people that differ in how many share an address.</summary>
    private static List<(string Name, CrowdTally Tally)> People(Crowd crowd)
    {
        List<(string Name, CrowdTally Tally)> groups = [];
        Add("at home, 2 behind an address", 40_000, 20_000, AnyHour);
        Add("on phones, 390 behind an address", 25_000, 64, AnyHour);
        Add("on phones, 5,000 behind an address", 20_000, 4, AnyHour);
        Add("at work, 50 behind an address", 10_000, 200, () => Within(9, 9));
        Add("at school, 500 within an hour", 5_000, 10, () => Within(10, 1));
        return groups;

        void Add(string name, int number, int networks, Func<DateTimeOffset> when)
        {
            var tally = new CrowdTally();
            groups.Add((name, tally));
            NetworkHash[] addresses = [.. Enumerable.Range(0, networks).Select(_ => Crowd.NewNetwork())];
            for (var i = 0; i < number; i++) crowd.Comes(when(), Person(crowd, addresses[i % networks], tally));
        }

        DateTimeOffset AnyHour()
        {
            var drawn = crowd.Chance.Next(Hours.Sum());
            var hour = 0;
            while (drawn >= Hours[hour]) drawn -= Hours[hour++];
            return Within(hour, 1);
        }

        DateTimeOffset Within(int hour, int hours) => Midnight.AddHours(hour + (hours * crowd.Chance.NextDouble()));
    }

    /// <summary>A person who enters, reads, reacts to a few platforms and sometimes changes their mind.</summary>
    private static IEnumerable<TimeSpan> Person(Crowd crowd, NetworkHash network, CrowdTally tally)
    {
        // One in fifty has a device without script.
        var (takes, show) = crowd.Chance.Next(50) == 0 ? crowd.Wait(network, tally) : crowd.Prove(network, tally, Crowd.PhoneIterations);
        yield return takes;
        var visitor = show();
        var left = 1 + (int)(-Math.Log(1 - crowd.Chance.NextDouble()) * 5);
        for (var i = 0; i < left; i++)
        {
            yield return TimeSpan.FromSeconds(1 + (-Math.Log(1 - crowd.Chance.NextDouble()) * 15));
            crowd.React(visitor, network, i % Targets, crowd.Chance.Next(3) > 0 ? Stance.Like : Stance.Dislike, tally);
        }
    }

    private static void Attack(Crowd crowd, Dictionary<string, CrowdTally> attacks)
    {
        var script = Crowd.NewNetwork();
        for (var i = 0; i < 8000; i++) crowd.Comes(Midnight.AddHours(12 + (i / 1000d)), Forger(script, script, attacks[Attacks[0]], TimeSpan.Zero));

        for (var bot = 0; bot < 10_000; bot++)
        {
            var (network, other) = (Crowd.NewNetwork(), Crowd.NewNetwork());
            crowd.Comes(Midnight.AddHours(24 * crowd.Chance.NextDouble()), Forger(network, network, attacks[Attacks[1]], TimeSpan.Zero));
            for (var i = 0; i < 24; i++) crowd.Comes(Midnight.AddHours(i + crowd.Chance.NextDouble()), Forger(other, other, attacks[Attacks[2]], TimeSpan.Zero));
        }

        // 240 an hour, just below the first price step, day and night; spent within an hour in the evening of the peak day.
        NetworkHash[] spenders = [.. Enumerable.Range(0, 1000).Select(_ => Crowd.NewNetwork())];
        var spending = Midnight.AddHours(20);
        for (var i = 0; i < 5 * 24 * 240; i++)
        {
            var at = spending.AddDays(-5).AddHours(i / 240d);
            // The key of networks changes every day, and each network's hash with it.
            crowd.Comes(at, Forger(FarmOn(at, 0), FarmOn(spending, 0), attacks[Attacks[3]], spending.AddMinutes(60 * crowd.Chance.NextDouble()) - at));
            crowd.Comes(at, Forger(FarmOn(at, 1), spenders[i % spenders.Length], attacks[Attacks[4]], spending.AddMinutes(60 * crowd.Chance.NextDouble()) - at));
        }

        // Below the limits of the hour and of the day, for ten days; spent from noon on, all within one day of networks.
        var noon = Midnight.AddHours(12);
        for (var i = 0; i < 10 * 1490; i++)
        {
            var at = noon.AddDays(-10 + (i / 1490)).AddHours(i % 1490 / 240d);
            Spend(5, 2, at, noon.AddHours(i / 2400d), FarmOn(noon, 2));
            Spend(7, 4, at, noon.AddHours(i / 2400d), spenders[i % spenders.Length]);
            // As many as fit until the day of networks is over.
            if (i < 3000) Spend(6, 3, at, noon.AddHours(i / 200d), FarmOn(noon, 3));
        }

        var (burst, flood) = (Crowd.NewNetwork(), Crowd.NewNetwork());
        for (var i = 0; i < 300; i++) crowd.Comes(noon.AddSeconds(i / 75d), Queuer(burst, attacks[Attacks[8]]));
        for (var i = 0; i < 12_000; i++) crowd.Comes(noon.AddSeconds(i / 10d), Queuer(flood, attacks[Attacks[9]]));

        crowd.Comes(Midnight.AddHours(18), Storm(attacks[Attacks[10]], 6000, () => 0.1));
        crowd.Comes(Midnight.AddHours(18), Storm(attacks[Attacks[11]], 180, () => 10 + (10 * crowd.Chance.NextDouble())));

        void Spend(int attack, int farm, DateTimeOffset at, DateTimeOffset spending, NetworkHash from) =>
            crowd.Comes(at, Forger(FarmOn(at, farm), from, attacks[Attacks[attack]], spending - at));

        IEnumerable<TimeSpan> Queuer(NetworkHash network, CrowdTally tally)
        {
            var (takes, show) = crowd.Wait(network, tally);
            yield return takes;
            crowd.React(show(), network, 0, Stance.Like, tally);
        }

        // One credential and one reaction, at once or after keeping the credential.
        IEnumerable<TimeSpan> Forger(NetworkHash network, NetworkHash from, CrowdTally tally, TimeSpan kept)
        {
            var (takes, show) = crowd.Prove(network, tally, CoreIterations);
            yield return takes;
            var visitor = show();
            yield return kept + TimeSpan.FromSeconds(1 + crowd.Chance.NextDouble());
            crowd.React(visitor, from, 0, Stance.Like, tally);
        }

        IEnumerable<TimeSpan> Storm(CrowdTally tally, int changes, Func<double> pause)
        {
            var network = Crowd.NewNetwork();
            var (takes, show) = crowd.Prove(network, tally, CoreIterations);
            yield return takes;
            var visitor = show();
            var taken = 0;
            for (var i = 0; i < changes; i++)
            {
                yield return TimeSpan.FromSeconds(pause());
                // The store accepts no more changes to one target in a day.
                if (taken == ReactionStore.MaxChangesADay) tally.Limited++;
                else if (crowd.React(visitor, network, 0, i % 2 == 0 ? Stance.Like : Stance.Dislike, tally) is not null) taken++;
            }
        }
    }

    private static NetworkHash FarmOn(DateTimeOffset at, int farm) => new((ulong)(0x9E3779B97F4A7C15 * (ulong)(NetworkHasher.DayOf(at).DayNumber + (1_000_000 * farm))), (ulong)farm);

    /// <summary>Shows a solution a thousand times, and uses a token from a thousand machines.</summary>
    private static void Replay(Figures figures)
    {
        var process = ProcessId.Parse("edomex-2021");
        var secret = RandomNumberGenerator.GetBytes(32);
        var solved = Solve(ProofOfWork.Create(process, 1, secret, Midnight));
        // The store records a spent proof once; a set stands in for it here.
        var spent = new HashSet<string>(StringComparer.Ordinal);
        var issued = Enumerable.Range(0, 1000).Count(_ => ProofOfWork.Verify(solved, process, secret, Midnight) is { } proof && spent.Add(proof.Id));

        var crowd = new Crowd(Seed, Instances);
        var tally = new CrowdTally();
        var visitor = new Visitor(VisitorHash.Compute(secret, "token"u8), Midnight);
        for (var i = 0; i < 1000; i++) crowd.Comes(Midnight.AddMilliseconds(i * 10), Once(i));
        crowd.Run();
        figures.Say(Invariant($"    replay: a solution shown 1,000 times gave {issued} credential; a token used from 1,000 addresses within 10 s is one visitor: {tally.Limited:N0} refused with 429, {tally.Reactions.Sum():N0} let through ({tally.Reactions[0]} A, {tally.Reactions[1]} B, {tally.Reactions[2]} C), of which one stance a target stands"));

        IEnumerable<TimeSpan> Once(int number)
        {
            crowd.React(visitor, Crowd.NewNetwork(), number % Targets, Stance.Like, tally);
            yield break;
        }
    }

    private static string Solve(Challenge challenge)
    {
        byte[] password = [.. Convert.FromHexString(challenge.Parameters.Nonce), 0, 0, 0, 0];
        var salt = Convert.FromHexString(challenge.Parameters.Salt);
        for (var counter = 0; ; counter++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(password.AsSpan(16), counter);
            var key = Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(password, salt, challenge.Parameters.Cost, HashAlgorithmName.SHA256, challenge.Parameters.KeyLength));
            if (!key.StartsWith(challenge.Parameters.KeyPrefix, StringComparison.Ordinal)) continue;
            return Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new SolvedChallenge(challenge, new ChallengeSolution(counter, key)), Written));
        }
    }

    private static double MeasuredIterations()
    {
        const int Iterations = 2_000_000;
        Rfc2898DeriveBytes.Pbkdf2("warm"u8, new byte[16], 10_000, HashAlgorithmName.SHA256, 32);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Rfc2898DeriveBytes.Pbkdf2("measured"u8, new byte[16], Iterations, HashAlgorithmName.SHA256, 32);
        return Iterations / watch.Elapsed.TotalSeconds;
    }

    private static string Row(string name, CrowdTally tally)
    {
        double[] seconds = [.. tally.ProofSeconds.Order()];
        return Invariant($"    {name,-40}{tally.Credentials.Sum(),10:N0}{(double)tally.Delayed / seconds.Length,14:P1}{seconds[seconds.Length / 2],9:N1} s{seconds[(int)(seconds.Length * 0.99)],6:N1} s{seconds[^1],7:N1} s{tally.Reactions.Sum(),11:N0}{Share(tally, 0),8}{Share(tally, 1),8}{Share(tally, 2),8}{tally.Limited,5:N0}");
    }

    private static string Share(CrowdTally tally, int quality) => Invariant($"{(double)tally.Reactions[quality] / Math.Max(1, tally.Reactions.Sum()):P1}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
