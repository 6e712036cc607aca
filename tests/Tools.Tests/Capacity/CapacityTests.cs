using ServerlessDecide.TestSupport;
using ServerlessDecide.Tools.Capacity;

namespace ServerlessDecide.Tools.Tests.Capacity;

/// <summary>Tests tools/capacity: the arithmetic, and the tables of docs/cost.md.</summary>
public sealed class CapacityTests
{
    private static readonly SortedDictionary<string, Operations> One = Operations.Read(Path.Combine(Repository.Root, "tools", "operations.json"));

    [Fact]
    public void The_cost_document_holds_the_tables_that_the_tool_prints() => Assert.Equal(
        CapacityCommand.Tables(Case.Three, Repository.Root),
        CapacityCommand.Held(File.ReadAllText(CapacityCommand.DocumentOf(Repository.Root))));

    [Fact]
    public void Every_price_has_a_meter_and_every_quantity_a_price()
    {
        var prices = Prices.Read(Path.Combine(Repository.Root, "tools", "prices.json"));
        var billed = new Demand(Case.Three[0], One, peakDay: true).Billed.Select(b => b.Price);
        Assert.Equal(prices.ById.Keys.Order(StringComparer.Ordinal), billed.Order(StringComparer.Ordinal));
        Assert.All(prices.ById.Values, p => Assert.True(p.Amount > 0 && p.Per >= 1 && p.Meter.Length > 10, p.Id));
        Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", prices.AsOf);
    }

    [Fact]
    public void One_more_operation_for_a_reaction_counts_once_for_each_reaction()
    {
        var dearer = new SortedDictionary<string, Operations>(One, StringComparer.Ordinal) { ["PUT reaction"] = One["PUT reaction"] with { TableReads = One["PUT reaction"].TableReads + 1 } };
        var (before, after) = (new Demand(Case.Three[1], One, peakDay: false), new Demand(Case.Three[1], dearer, peakDay: false));
        Assert.Equal(before.Reactions * 0.9, after.TableOperations - before.TableOperations, 0.5);
        Assert.Equal(before.BlobReads, after.BlobReads);
    }

    [Fact]
    public void The_peak_day_has_a_fifth_of_the_reactions_and_its_peak_second_its_share()
    {
        var (all, peak) = (new Demand(Case.Three[1], One, peakDay: false), new Demand(Case.Three[1], One, peakDay: true));
        Assert.Equal(all.Reactions / 5, peak.Reactions, 0.001);
        // A fifth of ten million, 15 percent of that in an hour, three times the hour's mean.
        Assert.InRange(peak.Reactions * peak.PerSecond, 245, 255);
        Assert.InRange(all.Reactions, 9_900_000, 10_100_000);
    }

    [Fact]
    public void The_tables_mark_a_limit_that_is_reached()
    {
        var tables = CapacityCommand.Tables([new Case("everybody on earth", 8_000_000_000, 100)], Repository.Root);
        Assert.Contains("**reached**", tables, StringComparison.Ordinal);
        Assert.DoesNotContain("**reached**", CapacityCommand.Tables([Case.Three[0]], Repository.Root), StringComparison.Ordinal);
    }
}
