using System.Globalization;
using Azure.Data.Tables;
using ServerlessDecide.Reactions;

namespace ServerlessDecide.Bench;

/// <summary>The rows that were filled in, and each target's tally.</summary>
internal sealed record Filled(int Rows, IReadOnlyDictionary<string, Tally> Tallies);

/// <summary>
/// Fills the app's own tables with reactions over the 54 days: a fifth on one day, and twice as many a day in the last week as before it. One
/// visitor in twenty changes stances on the same day and one in twenty on a later one; a third of these withdraw. Rows have the columns
/// of one that the store wrote. Credentials are of the day of the first stance.
/// </summary>
internal static class Filling
{
    private const int TargetsEach = 8;

    public static async Task<Filled> RunAsync(BenchStorage storage, IReadOnlyList<string> platforms, int rows, CancellationToken cancellation)
    {
        var template = await TemplateAsync(storage, cancellation);
        // A fixed seed: always the same draw.
        var random = new Random(20210510);
        var tallies = new Dictionary<string, Tally>(StringComparer.Ordinal);
        var written = 0;
        await Parallel.ForEachAsync(
            Batches(), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation },
            async (batch, token) => await storage.Tables.PutTogetherAsync(batch.Table, batch.Rows, token));
        return new(written, tallies);

        // Only one thread enumerates this at a time.
        IEnumerable<(string Table, List<TableEntity> Rows)> Batches()
        {
            while (written < rows)
            {
                var visitor = NewVisitor(random);
                var (day, later) = (DrawDay(random), DrawDay(random));
                if (later < day) (day, later) = (later, day);
                var (changesToday, changesLater) = (random.Next(20) == 0, random.Next(20) == 0 && later > day);
                List<TableEntity> all = [];
                foreach (var platform in random.GetItems([.. platforms], TargetsEach).Distinct(StringComparer.Ordinal))
                {
                    var stance = DrawStance(random, withdraws: false);
                    var number = 1;
                    all.Add(Row(visitor, platform, number, day, 1, stance));
                    if (changesToday) all.Add(Row(visitor, platform, ++number, day, 2, stance = DrawStance(random, withdraws: true)));
                    if (changesLater) all.Add(Row(visitor, platform, ++number, later, 1, stance = DrawStance(random, withdraws: true)));
                    var target = "platform." + platform;
                    tallies[target] = tallies.GetValueOrDefault(target) + Tally.Of(stance);
                }

                written += all.Count;
                yield return (storage.Names.Reactions(BenchStorage.Process, day, visitor.Shard), all);
            }
        }

        TableEntity Row(VisitorHash visitor, string platform, int number, DateOnly day, int sequence, Stance stance) => new(template)
        {
            PartitionKey = visitor.Value,
            RowKey = $"platform.{platform}.{99_999 - number:D5}",
            ["Day"] = day.ToString("O", CultureInfo.InvariantCulture),
            ["Sequence"] = sequence,
            ["Stance"] = stance.Name(),
        };
    }

    public static VisitorHash NewVisitor(Random random)
    {
        Span<byte> id = stackalloc byte[16];
        random.NextBytes(id);
        return VisitorHash.Compute("bench"u8, id);
    }

    // A row that the store wrote, with its current columns. In another process's table, so that it is not counted.
    private static async Task<TableEntity> TemplateAsync(BenchStorage storage, CancellationToken cancellation)
    {
        var elsewhere = ProcessId.Parse("bench-template");
        var visitor = new Visitor(VisitorHash.Compute("bench"u8, "template"u8), BenchStorage.Noon);
        await storage.Reactions.RecordAsync(
            elsewhere, visitor, new("platform", Slug.Parse("template")), Stance.Like, QualityClass.A, BenchStorage.Today, TimeProvider.System.GetUtcNow(), cancellation);
        var rows = storage.Tables.QueryAsync(storage.Names.Reactions(elsewhere, visitor.IssuedOn, visitor.Hash.Shard), null, null, cancellation);
        var template = await rows.SingleAsync(cancellation);
        foreach (var name in template.Keys.Where(name => name is "odata.etag" or "Timestamp").ToList()) template.Remove(name);
        return template;
    }

    private static DateOnly DrawDay(Random random)
    {
        if (random.Next(5) == 0) return BenchStorage.Today;
        var slot = random.Next(BenchStorage.Days.Count + 7);
        return BenchStorage.Days[slot < BenchStorage.Days.Count ? slot : slot - 7];
    }

    private static Stance DrawStance(Random random, bool withdraws) =>
        withdraws && random.Next(3) == 0 ? Stance.Withdrawn : random.Next(3) == 0 ? Stance.Dislike : Stance.Like;
}
