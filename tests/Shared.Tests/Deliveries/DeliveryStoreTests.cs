using ServerlessDecide.Deliveries;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Deliveries;

public sealed class DeliveryStoreTests
{
    private static readonly string Step = DeliveryStore.PackageStep("maiz");

    [Fact]
    public async Task A_step_remembers_when_it_was_last_asked_for()
    {
        var world = await World.NewAsync();
        Assert.Empty(await world.Deliveries.ReadStepsAsync(Edomex, default));

        await world.Deliveries.MarkQueuedAsync(Edomex, Step, At("2021-06-07T08:00"), default);
        await world.Deliveries.MarkQueuedAsync(Edomex, Step, At("2021-06-07T09:00"), default);

        Assert.Equal(new DeliveryStep("package.maiz", At("2021-06-07T09:00"), false), Assert.Single(await world.Deliveries.ReadStepsAsync(Edomex, default)).Value);
        Assert.Empty(await world.Deliveries.ReadStepsAsync(ProcessId.Parse("atlautla-2022"), default));
    }

    [Fact]
    public async Task A_step_that_is_done_stays_done_though_it_is_asked_for_again()
    {
        var world = await World.NewAsync();
        var delivery = new Delivery("maiz", 1, new string('a', 64), 5_000_000_000, At("2021-06-07T08:00"));
        await world.Deliveries.SaveAsync(Edomex, delivery, default);

        await world.Deliveries.MarkQueuedAsync(Edomex, Step, At("2021-06-07T09:00"), default);

        Assert.True((await world.Deliveries.ReadStepsAsync(Edomex, default))[Step].Done);
        Assert.Equal(delivery, await world.Deliveries.FindAsync(Edomex, Slug.Parse("maiz"), default));
    }

    [Fact]
    public async Task Packages_are_listed_in_the_order_of_contenders_and_steps_that_are_none_are_not()
    {
        var world = await World.NewAsync();
        await world.Deliveries.SaveTallyAsync(Edomex, 3, new Dictionary<Target, Tally>(), default);
        await world.Deliveries.MarkQueuedAsync(Edomex, DeliveryStore.PackageStep("agua"), At("2021-06-07"), default);
        foreach (var contender in new[] { "maiz", "cerro", "maiz-y-lluvia" })
        {
            await world.Deliveries.SaveAsync(Edomex, new(contender, 1, new string('a', 64), 7, At("2021-06-07")), default);
        }

        Assert.Equal(["cerro", "maiz", "maiz-y-lluvia"], (await world.Deliveries.ListAsync(Edomex, default)).Select(d => d.Contender));
        Assert.Null(await world.Deliveries.FindAsync(Edomex, Slug.Parse("agua"), default));
        Assert.Null(await world.Deliveries.FindAsync(Edomex, Slug.Parse("nadie"), default));
    }

    [Fact]
    public async Task Tallies_of_all_shards_add_up_and_one_that_is_missing_is_told()
    {
        var world = await World.NewAsync();
        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => world.Deliveries.ReadTalliesAsync(Edomex, default));
            var tallies = new Dictionary<Target, Tally> { [PlatformTarget("a")] = new(shard, 1), [PlatformTarget($"solo-{shard}")] = new(0, 5) };
            await world.Deliveries.SaveTallyAsync(Edomex, shard, tallies, default);
            await world.Deliveries.SaveTallyAsync(Edomex, shard, tallies, default);
        }

        var sums = await world.Deliveries.ReadTalliesAsync(Edomex, default);

        Assert.Equal(17, sums.Count);
        Assert.Equal(new Tally(120, 16), sums["platform.a"]);
        Assert.Equal(new Tally(0, 5), sums["platform.solo-9"]);
        Assert.All((await world.Deliveries.ReadStepsAsync(Edomex, default)).Values, step => Assert.True(step.Done));
    }

    [Fact]
    public async Task A_package_that_is_not_made_cannot_be_opened()
    {
        var world = await World.NewAsync();
        Assert.Null(await world.Deliveries.OpenPackageAsync(Edomex, new("maiz", 1, "", 0, default), default));
    }
}
