using Azure.Data.Tables;
using ServerlessDecide.Statistics;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Statistics;

public sealed class UsageWriterTests
{
    private static readonly DateOnly Today = Day("2021-05-10");

    [Fact]
    public async Task Counts_of_two_instances_add_up_and_a_visitor_of_both_counts_once()
    {
        var one = await World.NewAsync();
        var other = one.AnotherInstance();
        Consult(one, 3, "10.0.0.1", "10.0.0.2");
        Consult(other, 4, "10.0.0.2", "10.0.0.3");
        await one.UsageWriter.WriteAsync(default);
        await other.UsageWriter.WriteAsync(default);
        Consult(one, 5, "10.0.0.4");
        await one.UsageWriter.WriteAsync(default);

        var read = await ReadAsync(one);

        Assert.Equal(12, read.Counts["consultations.section.glossary"]);
        Assert.Equal(12, read.Counts["consultations.hour.12"]);
        Assert.Equal(4, read.Visitors);
    }

    [Fact]
    public async Task A_crash_loses_only_unwritten_counts()
    {
        var world = await World.NewAsync();
        Consult(world, 3);
        await world.UsageWriter.WriteAsync(default);
        Consult(world, 4);

        // The instance is gone; a new one begins with its own first delta.
        var next = world.AnotherInstance();
        Consult(next, 2);
        await next.UsageWriter.WriteAsync(default);

        Assert.Equal(5, (await ReadAsync(next)).Counts["consultations.section.glossary"]);
        Assert.InRange(UsageWriter.Interval, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_delta_whose_answer_was_lost_is_written_again_and_counts_once()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        Consult(world, 1);
        await world.UsageWriter.WriteAsync(default);
        Consult(world, 3);
        // Storage accepts the delta; no answer arrives, not even to the client's own retries.
        proxy.AfterForward = r => Task.FromResult(r.Method == "POST" && r.Target.Contains("0usage", StringComparison.Ordinal) ? ProxyAction.Answer(403) : ProxyAction.Continue);
        await Assert.ThrowsAnyAsync<Exception>(() => world.UsageWriter.WriteAsync(default));
        proxy.AfterForward = null;
        Consult(world, 5);
        await world.UsageWriter.WriteAsync(default);
        await world.UsageWriter.WriteAsync(default);

        Assert.Equal(9, (await ReadAsync(world)).Counts["consultations.section.glossary"]);
    }

    [Fact]
    public async Task Counts_that_cannot_be_written_wait_and_are_complete_afterwards()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        for (var i = 0; i < 3; i++)
        {
            Consult(world, 2, $"10.0.0.{i}");
            proxy.BeforeForward = _ => Task.FromResult(ProxyAction.Answer(403));
            await Assert.ThrowsAnyAsync<Exception>(() => world.UsageWriter.WriteAsync(default));
        }

        proxy.BeforeForward = null;
        await world.UsageWriter.WriteAsync(default);

        var read = await ReadAsync(world);
        Assert.Equal(6, read.Counts["consultations.section.glossary"]);
        Assert.Equal(3, read.Visitors);
    }

    [Fact]
    public async Task Nothing_is_written_when_nothing_was_counted()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        Consult(world, 1, "10.0.0.1");
        await world.UsageWriter.WriteAsync(default);
        proxy.Forget();

        await world.UsageWriter.WriteAsync(default);
        Assert.Empty(proxy.Requests);
        // The same visitor again does not change the sketch.
        Consult(world, 1, "10.0.0.1");
        await world.UsageWriter.WriteAsync(default);
        Assert.Single(proxy.Requests);
    }

    [Fact]
    public async Task A_day_that_is_over_is_forgotten()
    {
        var world = await World.NewAsync();
        Consult(world, 1, "10.0.0.1");
        await world.UsageWriter.WriteAsync(default);
        Assert.Single(world.Counters.Days);
        world.Time.SetUtcNow(At("2021-05-11T00:11"));

        await world.UsageWriter.WriteAsync(default);

        Assert.Empty(world.Counters.Days);
    }

    [Fact]
    public async Task Only_a_sketch_is_stored_of_visitors()
    {
        var world = await World.NewAsync();
        Consult(world, 1, "203.0.113.77");
        await world.UsageWriter.WriteAsync(default);

        await foreach (var row in world.Tables.QueryAsync(world.Names.Usage(Edomex, Today), null, null, default))
        {
            Assert.Empty(row.Keys.Except(["odata.etag", "PartitionKey", "RowKey", "Timestamp", "Counts", "Registers"]));
            Assert.DoesNotContain("203.0.113.77", string.Concat(row.Where(p => p.Value is string).Select(p => (string)p.Value)), StringComparison.Ordinal);
        }

        // Another key gives another sketch: without the key, nobody can test whether a visitor is in it.
        var other = await World.NewAsync();
        Consult(other, 1, "203.0.113.77");
        await other.UsageWriter.WriteAsync(default);
        Assert.NotEqual(await SketchAsync(world), await SketchAsync(other));
    }

    [Theory]
    [InlineData("2021-05-10T23:59:59", "2021-05-10", "23")]
    [InlineData("2021-05-11T00:00:00", "2021-05-11", "00")]
    // Clocks jumped from 2:00 to 3:00, and went back from 2:00 to 1:00.
    [InlineData("2021-04-04T01:59:59", "2021-04-04", "01")]
    [InlineData("2021-04-04T03:00:00", "2021-04-04", "03")]
    [InlineData("2021-10-31T00:30:00", "2021-10-31", "00")]
    [InlineData("2021-10-31T23:30:00", "2021-10-31", "23")]
    public async Task Days_and_hours_are_in_the_time_zone_of_the_process(string local, string day, string hour)
    {
        var world = await World.NewAsync();
        world.Time.SetUtcNow(At(local) < world.Time.GetUtcNow() ? world.Time.GetUtcNow() : At(local));
        var (counter, on) = world.Counters.At(Process(), At(local));
        counter.Consulted(ToolSection.Results, on, DeviceClass.Desktop);
        await world.UsageWriter.WriteAsync(default);

        Assert.Equal(1, (await world.Usage.ReadAsync(Edomex, Day(day), default)).Counts["consultations.hour." + hour]);
        Assert.Equal([Day(day)], await world.Usage.ListDaysAsync(Edomex, default));
    }

    [Fact]
    public async Task The_repeated_hour_of_a_clock_change_counts_as_one_hour()
    {
        var world = await World.NewAsync();
        var twice = At("2021-10-31T00:30").AddHours(1);
        foreach (var moment in (DateTimeOffset[])[twice, twice.AddHours(1)])
        {
            var (counter, hour) = world.Counters.At(Process(), moment);
            Assert.Equal(1, hour);
            counter.Consulted(ToolSection.Results, hour, DeviceClass.Desktop);
        }

        await world.UsageWriter.WriteAsync(default);
        Assert.Equal(2, (await world.Usage.ReadAsync(Edomex, Day("2021-10-31"), default)).Counts["consultations.hour.01"]);
    }

    [Fact]
    public async Task Bots_are_counted_as_a_device_class_and_nowhere_else()
    {
        var world = await World.NewAsync();
        var (day, hour) = world.Counters.At(Process(), world.Time.GetUtcNow());
        day.Consulted(ToolSection.Glossary, hour, DeviceClass.Bot);
        day.Visited(View.Home, hour, DeviceClass.Bot, UsageLanguage.Spanish, "radio");
        await world.UsageWriter.WriteAsync(default);

        Assert.Equal(["consultations.device.bot", "visits.device.bot"], (await ReadAsync(world)).Counts.Keys);
    }

    [Fact]
    public async Task The_tables_of_a_process_with_a_similar_name_are_not_taken_for_its_days()
    {
        var world = await World.NewAsync();
        await world.Usage.InsertAsync(ServerlessDecide.ProcessId.Parse("edomex-20212"), Today, "x", new(1, new Dictionary<string, long>(), null), default);
        Assert.Empty(await world.Usage.ListDaysAsync(Edomex, default));
    }

    private static void Consult(World world, int times, params string[] addresses)
    {
        var (day, hour) = world.Counters.At(Process(), world.Time.GetUtcNow());
        for (var i = 0; i < times; i++) day.Consulted(ToolSection.Glossary, hour, DeviceClass.Mobile);
        foreach (var address in addresses) day.Seen(System.Net.IPAddress.Parse(address).GetAddressBytes(), "a browser");
    }

    private static Task<UsageOfDay> ReadAsync(World world) => world.Usage.ReadAsync(Edomex, Today, default);

    private static async Task<byte[]> SketchAsync(World world)
    {
        await foreach (var row in world.Tables.QueryAsync(world.Names.Usage(Edomex, Today), TableClient.CreateQueryFilter($"RowKey eq {"sketch"}"), null, default))
        {
            return row.GetBinary("Registers");
        }

        throw new InvalidDataException("There is no sketch.");
    }
}
