namespace ServerlessDecide.Bench;

/// <summary>
/// Simulates, without measuring, the arrivals of the peak day second by second, and compares them with Azure's limits on a partition
/// (2,000 entities a second) and an account (20,000 operations a second), for the chosen layout and for others.
/// </summary>
internal static class PeakBench
{
    private const int PartitionLimit = 2_000;
    private const int AccountLimit = 20_000;
    private const int Day = 24 * 60 * 60;

    // A debate has ended: one visitor in twenty of the day comes within five minutes.
    private const int SurgeBegins = (20 * 60 * 60) + (30 * 60);
    private const int SurgeLasts = 5 * 60;
    private const double SurgeShare = 0.05;

    private const int Targets = 120;

    // How the day's other visitors spread over its hours, by common web traffic.
    private static readonly double[] Hours = [8, 5, 3, 2, 2, 3, 8, 20, 35, 42, 46, 50, 52, 54, 56, 54, 52, 55, 62, 74, 84, 88, 70, 35];

    public static void Run(Figures figures)
    {
        foreach (var (name, reactions) in ((string, int)[])[("a fifth of 10 million reactions on one day", 2_000_000), ("the same for eight times as many people", 16_000_000)])
        {
            Simulate(figures, name, reactions);
        }
    }

    private static void Simulate(Figures figures, string name, int reactions)
    {
        var random = new Random(20210602);
        var account = new int[Day];
        var tables = new int[VisitorHash.Shards, Day];
        var targets = new int[Targets, Day];
        var visitor = new int[Day];
        var (drawn, hottestVisitor) = (0, 0);
        var weights = Weights();
        while (drawn < reactions)
        {
            var second = random.NextDouble() < SurgeShare ? SurgeBegins + random.Next(SurgeLasts) : Ordinary(random);
            var (shard, many) = (random.Next(VisitorHash.Shards), 1 + random.Next(9));
            var seconds = new List<int>();
            for (var i = 0; i < many && second < Day; i++)
            {
                account[second]++;
                tables[shard, second]++;
                targets[Draw(random, weights), second]++;
                hottestVisitor = Math.Max(hottestVisitor, ++visitor[second]);
                seconds.Add(second);
                drawn++;
                // Reading before reacting takes some seconds; one visitor in ten presses twice at once.
                second += random.Next(10) == 0 ? 0 : 2 + random.Next(20);
            }

            foreach (var s in seconds) visitor[s] = 0;
        }

        figures.Say($"peak: {name} ({drawn:N0}), {SurgeShare:P0} of the visitors within five minutes; busiest second of each");
        Tell("whole account", account.Max(), AccountLimit);
        Tell("table (a day's shard), were it served as one partition", tables.Cast<int>().Max(), PartitionLimit);
        Tell("partition (a visitor)", hottestVisitor, PartitionLimit);
        Tell("partition, had it been the target", targets.Cast<int>().Max(), PartitionLimit);
        Tell("partition, had it been the moment", account.Max(), PartitionLimit);

        void Tell(string what, int most, int limit) => figures.Say(FormattableString.Invariant($"    {what}: {most:N0}/s of {limit:N0}, {(double)most / limit:P1}"));
    }

    private static int Ordinary(Random random)
    {
        var at = random.NextDouble() * Hours.Sum();
        var hour = 0;
        while (at >= Hours[hour]) at -= Hours[hour++];
        return (hour * 60 * 60) + random.Next(60 * 60);
    }

    // The best-known target gets far more than the least known one: Zipf's law.
    private static double[] Weights()
    {
        var sum = 0d;
        return [.. Enumerable.Range(1, Targets).Select(rank => sum += 1d / rank)];
    }

    private static int Draw(Random random, double[] cumulative)
    {
        var at = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        return at < 0 ? ~at : at;
    }
}
