using Azure;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Reactions;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Deliveries;

public sealed class DeliveryStoreTests
{
    private static readonly PackagingRun Run = new(Edomex, At("2021-06-07T07:00"));

    private static readonly string Step = DeliveryStore.PackageStep("maiz");

    [Fact]
    public async Task A_step_remembers_when_it_was_last_queued()
    {
        var world = await World.NewAsync();
        Assert.Empty(await world.Deliveries.ReadStepsAsync(Run, default));

        await world.Deliveries.MarkQueuedAsync(Run, Step, At("2021-06-07T08:00"), default);
        await world.Deliveries.MarkQueuedAsync(Run, Step, At("2021-06-07T09:00"), default);

        Assert.Equal(new DeliveryStep("package.maiz", At("2021-06-07T09:00"), false), Assert.Single(await world.Deliveries.ReadStepsAsync(Run, default)).Value);
        Assert.Empty(await world.Deliveries.ReadStepsAsync(Run with { Began = Run.Began.AddTicks(1) }, default));
        Assert.Empty(await world.Deliveries.ReadStepsAsync(new(ProcessId.Parse("atlautla-2022"), Run.Began), default));
    }

    [Fact]
    public async Task A_done_step_stays_done_when_it_is_queued_again()
    {
        var world = await World.NewAsync();
        var delivery = new Delivery("maiz", 1, new string('a', 64), 5_000_000_000, new Tally(3, 4, 5, 6, 7, 8), 9);
        await world.Deliveries.SaveAsync(Run, delivery, default);

        await world.Deliveries.MarkQueuedAsync(Run, Step, At("2021-06-07T09:00"), default);

        Assert.True((await world.Deliveries.ReadStepsAsync(Run, default))[Step].Done);
        Assert.Equal(delivery, await world.Deliveries.FindAsync(Run, Slug.Parse("maiz"), default));
    }

    [Fact]
    public async Task A_complete_package_is_not_replaced_and_can_be_downloaded_after_its_release()
    {
        var world = await World.NewAsync();
        var delivery = new Delivery("maiz", 1, new string('a', 64), 7, new Tally(1, 2), 3);
        await world.Deliveries.MarkQueuedAsync(Run, Step, At("2021-06-07T08:00"), default);
        await world.Deliveries.SaveAsync(Run, delivery, default);
        Assert.Null((await world.Deliveries.FindAsync(Run, Slug.Parse("maiz"), default))!.ReleasedAt);

        await world.Deliveries.ReleaseAsync(Run, At("2021-06-07T09:00"), default);
        await world.Deliveries.SaveAsync(Run, delivery with { Bytes = 8 }, default);
        await world.Deliveries.ReleaseAsync(Run, At("2021-06-07T10:00"), default);

        Assert.Equal(delivery with { ReleasedAt = At("2021-06-07T09:00") }, await world.Deliveries.FindAsync(Run, Slug.Parse("maiz"), default));
        Assert.True((await world.Deliveries.ReadStepsAsync(Run, default))[DeliveryStore.ReleaseStep].Done);
    }

    [Fact]
    public async Task Packages_are_listed_in_the_order_of_contenders_without_the_other_steps()
    {
        var world = await World.NewAsync();
        await world.Deliveries.SaveTallyAsync(Run, 3, new Dictionary<Target, Tally>(), default);
        await world.Deliveries.MarkQueuedAsync(Run, DeliveryStore.PackageStep("agua"), At("2021-06-07"), default);
        foreach (var contender in new[] { "maiz", "cerro", "maiz-y-lluvia" })
        {
            await world.Deliveries.SaveAsync(Run, new(contender, 1, new string('a', 64), 7, default, 0), default);
        }

        Assert.Equal(["cerro", "maiz", "maiz-y-lluvia"], (await world.Deliveries.ListAsync(Run, default)).Select(d => d.Contender));
        Assert.Null(await world.Deliveries.FindAsync(Run, Slug.Parse("agua"), default));
        Assert.Null(await world.Deliveries.FindAsync(Run, Slug.Parse("nadie"), default));
    }

    [Theory]
    [InlineData(409, "ContainerBeingDeleted")]
    [InlineData(412, "ConditionNotMet")]
    public async Task A_tally_whose_write_failed_is_not_marked_as_done(int status, string code)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.BeforeForward = request => Task.FromResult(
            request is { Service: StorageService.Blob, Method: "PUT" } ? ProxyAction.Answer(status, code) : ProxyAction.Continue);

        await Assert.ThrowsAsync<RequestFailedException>(() => world.Deliveries.SaveTallyAsync(Run, 3, new Dictionary<Target, Tally>(), default));

        Assert.Empty(await world.Deliveries.ReadStepsAsync(Run, default));
    }

    [Fact]
    public async Task Tallies_of_all_shards_add_up_and_a_missing_one_is_an_error()
    {
        var world = await World.NewAsync();
        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => world.Deliveries.ReadTalliesAsync(Run, default));
            var tallies = new Dictionary<Target, Tally> { [PlatformTarget("a")] = new(shard, 1), [PlatformTarget($"solo-{shard}")] = new(0, 5) };
            await world.Deliveries.SaveTallyAsync(Run, shard, tallies, default);
            await world.Deliveries.SaveTallyAsync(Run, shard, tallies, default);
        }

        var sums = await world.Deliveries.ReadTalliesAsync(Run, default);

        Assert.Equal(17, sums.Count);
        Assert.Equal(new Tally(120, 16), sums["platform.a"]);
        Assert.Equal(new Tally(0, 5), sums["platform.solo-9"]);
        Assert.All((await world.Deliveries.ReadStepsAsync(Run, default)).Values, step => Assert.True(step.Done));
    }

    [Fact]
    public async Task A_package_that_does_not_exist_cannot_be_opened()
    {
        var world = await World.NewAsync();
        Assert.Null(await world.Deliveries.OpenPackageAsync(Run, new("maiz", 1, "", 0, default, 0), default));
    }
}
