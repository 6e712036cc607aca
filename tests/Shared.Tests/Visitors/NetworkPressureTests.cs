using System.Security.Cryptography;
using ServerlessDecide.Visitors;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Visitors;

[Collection(Alone.Name)]
public sealed class NetworkPressureTests
{
    // The beginning of an hour, hours after the day changed.
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
    public void Slow_pressure_through_the_day_is_detected_by_the_daily_count()
    {
        var network = New();
        for (var i = 0; i <= QualityRules.VisitorsADay; i++) pressure.CountVisitor(network, Now.AddMinutes(i / 4d));

        var after = pressure.Of(network, Now.AddMinutes(QualityRules.VisitorsADay / 4d));
        Assert.InRange(after.VisitorsAnHour, 230, 250);
        Assert.Equal((2, true), (after.ProofFactor, after.IsBurst));
    }

    [Fact]
    public void Acts_cause_a_burst_but_do_not_raise_the_price()
    {
        var (network, visitor) = (New(), Visitor(1));
        for (var i = 0; i < QualityRules.ActsAnHour; i++) pressure.CountAct(network, visitor, Now);
        Assert.False(pressure.Of(network, Now).IsBurst);

        pressure.CountAct(network, visitor, Now);
        Assert.Equal((1, true), (pressure.Of(network, Now).ProofFactor, pressure.Of(network, Now).IsBurst));
    }

    [Theory]
    // 1,490 credentials a day for ten days, spent at 2,400 an hour.
    [InlineData(14_900, 2400, 240, 262)]
    // Spent slowly, the day's bound holds.
    [InlineData(2500, 200, 1490, 1510)]
    public void Credentials_farmed_over_days_are_held_to_the_bounds_when_they_are_spent(int farmed, int anHour, int least, int most)
    {
        var network = New();
        var ordinary = 0;
        for (var i = 0; i < farmed; i++)
        {
            var moment = Now.AddHours((double)i / anHour);
            pressure.CountAct(network, Visitor(i), moment);
            if (QualityRules.Of(QualityClass.A, pressure.Of(network, moment), isMachine: false) == QualityClass.A) ordinary++;
        }

        Assert.InRange(ordinary, least, most);
        // The price depends on arrivals, not on acts.
        Assert.Equal(1, pressure.Of(network, Now).ProofFactor);
    }

    [Fact]
    public void A_visitor_who_acts_repeatedly_counts_once_even_when_the_hour_changes()
    {
        var network = New();
        for (var minute = 0; minute < 180; minute += 10)
        {
            var moment = Now.AddMinutes(minute);
            for (var i = 0; i < 200; i++) pressure.CountAct(network, Visitor(i), moment);
            var (anHour, aDay) = (pressure.Of(network, moment).ActorsAnHour, pressure.Of(network, moment).ActorsADay);
            // The first sixteen are not in a set until they act again.
            Assert.InRange(anHour, 170, 215);
            Assert.InRange(aDay, 199, 200);
            Assert.False(pressure.Of(network, moment).IsBurst);
        }
    }

    [Fact]
    public async Task A_visitor_who_acts_on_two_instances_counts_once()
    {
        var world = await World.NewAsync();
        var (one, two) = (world.AnotherInstance(), world.AnotherInstance());
        var (school, schools) = (New(), New());
        for (var i = 0; i < 200; i++)
        {
            one.Pressure.CountAct(school, Visitor(i), Now);
            two.Pressure.CountAct(school, Visitor(200 - i), Now);
            one.Pressure.CountAct(schools, Visitor(1000 + i), Now);
            two.Pressure.CountAct(schools, Visitor(2000 + i), Now);
        }

        await one.Exchange.ExchangeAsync(default);
        await two.Exchange.ExchangeAsync(default);
        await one.Exchange.ExchangeAsync(default);

        Assert.All([one, two], instance =>
        {
            Assert.InRange(instance.Pressure.Of(school, Now).ActorsADay, 185, 230);
            Assert.InRange(instance.Pressure.Of(school, Now).ActorsAnHour, 185, 230);
            Assert.False(instance.Pressure.Of(school, Now).IsBurst);
            Assert.InRange(instance.Pressure.Of(schools, Now).ActorsADay, 350, 420);
            Assert.True(instance.Pressure.Of(schools, Now).IsBurst);
        });
    }

    [Fact]
    public async Task Acting_visitors_of_a_network_are_not_stored_while_there_are_fewer_than_a_hundred()
    {
        var world = await World.NewAsync();
        var network = New();
        for (var i = 0; i < 99; i++) world.Pressure.CountAct(network, Visitor(i), Now);
        for (var i = 0; i < 500; i++) world.Pressure.CountAct(network, Visitor(0), Now);
        await world.Exchange.ExchangeAsync(default);
        var heard = await world.PressureStore.ReadOthersAsync(NetworkHasher.DayOf(Now), "another", Now, default);
        Assert.Equal(new NetworkReport(new Pressure(0, 0, 599)), heard[network]);

        world.Pressure.CountAct(network, Visitor(99), Now);
        await world.Exchange.ExchangeAsync(default);
        heard = await world.PressureStore.ReadOthersAsync(NetworkHasher.DayOf(Now), "another", Now, default);
        Assert.NotNull(heard[network].ActorsADay);
    }

    [Fact]
    public void Endless_crowds_take_fixed_memory_and_the_day_is_still_counted()
    {
        var last = New();
        var megabytes = Heap.MegabytesOf<NetworkPressure>(crowd =>
        {
            for (var n = 0; n < 10_000; n++)
            {
                var network = New();
                for (var i = 0; i < 20; i++) crowd.CountAct(network, Visitor(i), Now);
            }

            for (var i = 0; i <= QualityRules.VisitorsADay + 50; i++) crowd.CountAct(last, Visitor(i), Now);
            Assert.True(crowd.Of(last, Now).IsBurst);
        });
        Assert.InRange(megabytes, 5, 25);
    }

    [Fact]
    public void The_hour_is_a_sliding_window_that_drops_what_is_over()
    {
        var network = New();
        for (var i = 0; i < 400; i++) pressure.CountVisitor(network, Now.AddMinutes(i * 0.15));

        Assert.InRange(pressure.Of(network, Now.AddMinutes(90)).VisitorsAnHour, 190, 210);
        Assert.Equal(0, pressure.Of(network, Now.AddHours(2)).VisitorsAnHour);
        Assert.Equal(400, pressure.Of(network, Now.AddHours(2)).VisitorsADay);
    }

    [Fact]
    public void Everything_is_forgotten_when_the_day_ends()
    {
        var network = New();
        for (var i = 0; i < 5000; i++) pressure.CountVisitor(network, Now);
        for (var i = 0; i < 5000; i++) pressure.CountAct(network, Visitor(i), Now);

        Assert.Equal(default, pressure.Of(network, At("2021-05-11T04:00")));
        Assert.Empty(pressure.Export(At("2021-05-11T04:00")));
    }

    [Fact]
    public void A_million_networks_take_fixed_memory_and_none_pays_for_another()
    {
        var megabytes = Heap.MegabytesOf<NetworkPressure>(crowd =>
        {
            var pressed = New();
            for (var i = 0; i < 3000; i++) crowd.CountVisitor(pressed, Now);
            for (var i = 0; i < 1_000_000; i++)
            {
                var network = New();
                crowd.CountVisitor(network, Now);
                if (i % 10 == 0) crowd.CountAct(network, Visitor(i), Now);
            }

            Assert.InRange(crowd.Of(pressed, Now).VisitorsAnHour, 3000, 3010);

            // The estimate for a network that has done nothing yet is far below the first step.
            var worst = Enumerable.Range(0, 10_000).Max(_ => crowd.Of(New(), Now).VisitorsAnHour);
            Assert.InRange(worst, 1, QualityRules.VisitorsAnHour / 10);
        });
        // One entry for each of a million networks would take ten times as much, so uncollected garbage does not affect the result.
        Assert.InRange(megabytes, 5, 20);
    }

    [Fact]
    public async Task Instances_share_their_counts_of_heavy_networks_and_add_them_up()
    {
        var world = await World.NewAsync();
        var (one, two) = (world.AnotherInstance(), world.AnotherInstance());
        var (heavy, light) = (New(), New());
        foreach (var instance in new[] { one, two })
        {
            for (var i = 0; i < 150; i++) instance.Pressure.CountVisitor(heavy, Now);
            for (var i = 0; i < 1300; i++) instance.Pressure.CountAct(heavy, Visitor(1), Now);
            instance.Pressure.CountVisitor(light, Now);
        }

        Assert.False(one.Pressure.Of(heavy, Now).IsBurst);
        await one.Exchange.ExchangeAsync(default);
        await two.Exchange.ExchangeAsync(default);
        await one.Exchange.ExchangeAsync(default);

        Assert.Equal(new Pressure(300, 300, 2600, 1, 1), one.Pressure.Of(heavy, Now));
        Assert.Equal(new Pressure(300, 300, 2600, 1, 1), two.Pressure.Of(heavy, Now));
        // Light networks are not shared.
        Assert.Equal(1, one.Pressure.Of(light, Now).VisitorsADay);

        // A repeated message is not added again. An hour without recent messages is over; the day is not.
        await one.Exchange.ExchangeAsync(default);
        Assert.Equal(300, one.Pressure.Of(heavy, Now).VisitorsAnHour);
        world.Time.Advance(PressureStore.Fresh + TimeSpan.FromSeconds(1));
        await one.Exchange.ExchangeAsync(default);
        Assert.Equal((150, 300), (one.Pressure.Of(heavy, Now).VisitorsAnHour, one.Pressure.Of(heavy, Now).VisitorsADay));
    }

    [Fact]
    public async Task Shared_counts_are_dropped_with_their_day()
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
        VisitorHash[] visitors = [.. Enumerable.Range(0, 100).Select(Visitor)];
        for (var n = 0; n < 2500; n++)
        {
            var network = New();
            for (var i = 0; i < 20; i++) world.Pressure.CountVisitor(network, Now);
            if (n >= 1200) continue;
            foreach (var visitor in visitors) world.Pressure.CountAct(network, visitor, Now);
        }

        await world.Exchange.ExchangeAsync(default);
        var heard = await world.PressureStore.ReadOthersAsync(NetworkHasher.DayOf(Now), "another", Now, default);
        Assert.Equal(2000, heard.Count);
        Assert.Equal(1000, heard.Count(network => network.Value is { ActorsAnHour.Count: > 0, ActorsADay.Count: > 0 }));
    }

    private static VisitorHash Visitor(int number) => VisitorHash.Compute("a fixed key"u8, BitConverter.GetBytes(number));

    private static NetworkHash New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return NetworkHash.Read(bytes);
    }
}
