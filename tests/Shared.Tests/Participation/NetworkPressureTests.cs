using System.Security.Cryptography;
using ServerlessDecide.Participation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Participation;

[Collection(Alone.Name)]
public sealed class NetworkPressureTests
{
    // The beginning of an hour, and hours after the turn of the day.
    private static readonly DateTimeOffset Now = At("2021-05-10T12:00");
    private readonly NetworkPressure pressure = new();

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(250, 1, false)]
    [InlineData(251, 2, true)]
    [InlineData(501, 4, true)]
    [InlineData(1001, 8, true)]
    [InlineData(2001, 16, true)]
    [InlineData(40_000, 16, true)]
    public void The_price_rises_in_steps_with_the_visitors_of_an_hour_and_no_higher_than_sixteen_times(int visitors, int factor, bool isBurst)
    {
        var network = New();
        for (var i = 0; i < visitors; i++) pressure.CountVisitor(network, Now);

        Assert.Equal((factor, isBurst), (pressure.Of(network, Now).ProofFactor, pressure.Of(network, Now).IsBurst));
        Assert.Equal(1, pressure.Of(New(), Now).ProofFactor);
    }

    [Fact]
    public void Who_presses_slowly_all_day_is_noticed_by_the_day()
    {
        var network = New();
        for (var i = 0; i <= QualityRules.VisitorsADay; i++) pressure.CountVisitor(network, Now.AddMinutes(i / 4d));

        var after = pressure.Of(network, Now.AddMinutes(QualityRules.VisitorsADay / 4d));
        Assert.InRange(after.VisitorsAnHour, 230, 250);
        Assert.Equal((2, true), (after.ProofFactor, after.IsBurst));
    }

    [Fact]
    public void Acts_make_a_burst_and_no_price()
    {
        var network = New();
        for (var i = 0; i < QualityRules.ActsAnHour; i++) pressure.CountAct(network, Now);
        Assert.False(pressure.Of(network, Now).IsBurst);

        pressure.CountAct(network, Now);
        Assert.Equal((1, true), (pressure.Of(network, Now).ProofFactor, pressure.Of(network, Now).IsBurst));
    }

    [Fact]
    public void An_hour_slides_and_what_is_over_is_over()
    {
        var network = New();
        for (var i = 0; i < 400; i++) pressure.CountVisitor(network, Now.AddMinutes(i * 0.15));

        Assert.InRange(pressure.Of(network, Now.AddMinutes(90)).VisitorsAnHour, 190, 210);
        Assert.Equal(0, pressure.Of(network, Now.AddHours(2)).VisitorsAnHour);
        Assert.Equal(400, pressure.Of(network, Now.AddHours(2)).VisitorsADay);
    }

    [Fact]
    public void With_the_day_everything_is_forgotten()
    {
        var network = New();
        for (var i = 0; i < 5000; i++) pressure.CountVisitor(network, Now);
        for (var i = 0; i < 5000; i++) pressure.CountAct(network, Now);

        Assert.Equal(default, pressure.Of(network, At("2021-05-11T04:00")));
        Assert.Empty(pressure.Told(At("2021-05-11T04:00")));
    }

    [Fact]
    public void A_million_networks_take_a_fixed_memory_and_none_pays_for_another()
    {
        var megabytes = Heap.MegabytesOf<NetworkPressure>(crowd =>
        {
            var pressed = New();
            for (var i = 0; i < 3000; i++) crowd.CountVisitor(pressed, Now);
            for (var i = 0; i < 1_000_000; i++)
            {
                var network = New();
                crowd.CountVisitor(network, Now);
                if (i % 10 == 0) crowd.CountAct(network, Now);
            }

            Assert.InRange(crowd.Of(pressed, Now).VisitorsAnHour, 3000, 3010);

            // What a newcomer is taken for, who has done nothing yet: far from the first step.
            var worst = Enumerable.Range(0, 10_000).Max(_ => crowd.Of(New(), Now).VisitorsAnHour);
            Assert.InRange(worst, 1, QualityRules.VisitorsAnHour / 10);
        });
        Assert.InRange(megabytes, 4, 6);
    }

    [Fact]
    public async Task Instances_tell_each_other_of_heavy_networks_and_count_them_together()
    {
        var world = await World.NewAsync();
        var (one, two) = (world.AnotherInstance(), world.AnotherInstance());
        var (heavy, light) = (New(), New());
        foreach (var instance in new[] { one, two })
        {
            for (var i = 0; i < 150; i++) instance.Pressure.CountVisitor(heavy, Now);
            for (var i = 0; i < 1300; i++) instance.Pressure.CountAct(heavy, Now);
            instance.Pressure.CountVisitor(light, Now);
        }

        Assert.False(one.Pressure.Of(heavy, Now).IsBurst);
        await one.Exchange.ExchangeAsync(default);
        await two.Exchange.ExchangeAsync(default);
        await one.Exchange.ExchangeAsync(default);

        Assert.Equal(new Pressure(300, 300, 2600), one.Pressure.Of(heavy, Now));
        Assert.Equal(new Pressure(300, 300, 2600), two.Pressure.Of(heavy, Now));
        // What is light is nobody's business.
        Assert.Equal(1, one.Pressure.Of(light, Now).VisitorsADay);

        // Hearing again does not add again, and an hour of which nothing was said lately is over; the day is not.
        await one.Exchange.ExchangeAsync(default);
        Assert.Equal(300, one.Pressure.Of(heavy, Now).VisitorsAnHour);
        world.Time.Advance(PressureStore.Fresh + TimeSpan.FromSeconds(1));
        await one.Exchange.ExchangeAsync(default);
        Assert.Equal((150, 300), (one.Pressure.Of(heavy, Now).VisitorsAnHour, one.Pressure.Of(heavy, Now).VisitorsADay));
    }

    [Fact]
    public async Task What_was_told_is_dropped_with_its_day()
    {
        var world = await World.NewAsync();
        for (var i = 0; i < 100; i++) world.Pressure.CountVisitor(New(), Now);
        var network = New();
        for (var i = 0; i < 100; i++) world.Pressure.CountVisitor(network, Now);
        await world.Exchange.ExchangeAsync(default);

        Assert.Equal(0, await world.PressureStore.ForgetExpiredAsync(Now, default));
        Assert.Equal(1, await world.PressureStore.ForgetExpiredAsync(Now.AddDays(1), default));
        Assert.Empty(await world.Tables.ListAsync(world.Names.NetworksPrefix, default));
    }

    [Fact]
    public async Task A_row_of_the_heaviest_fits_into_storage()
    {
        var world = await World.NewAsync();
        for (var n = 0; n < 2500; n++)
        {
            var network = New();
            for (var i = 0; i < 20; i++) world.Pressure.CountVisitor(network, Now);
        }

        await world.Exchange.ExchangeAsync(default);
        Assert.Equal(2000, (await world.PressureStore.HearAsync(NetworkHashes.DayOf(Now), "another", Now, default)).Count);
    }

    private static NetworkHash New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return NetworkHash.Read(bytes);
    }
}
