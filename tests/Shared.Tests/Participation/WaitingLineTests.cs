using System.Security.Cryptography;
using ServerlessDecide.Participation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Participation;

public sealed class WaitingLineTests
{
    private static readonly DateTimeOffset Now = At("2021-05-10T12:00");
    private readonly WaitingLine line = new();

    [Fact]
    public void A_few_of_a_network_wait_a_minute_more_at_once_stand_behind_each_other_and_another_network_does_not_wait()
    {
        var (school, family) = (New(), New());
        var waits = Enumerable.Range(0, 9).Select(_ => (line.Enter(school, Now) - Now).TotalSeconds);

        Assert.Equal([60, 60, 60, 60, 60, 60, 90, 120, 150], waits);
        Assert.Equal(Now + WaitingLine.Shortest, line.Enter(family, Now));
    }

    [Fact]
    public void A_burst_of_tickets_comes_out_at_the_pace_of_the_line_and_who_comes_after_it_does_not_stand_behind_it()
    {
        var network = New();
        var turns = Enumerable.Range(0, 300).Select(_ => line.Enter(network, Now)).ToList();

        // One each thirty seconds: two and a half hours for what all came in after half an hour when there was one line.
        Assert.Equal(Now + TimeSpan.FromSeconds(60 + (294 * 30)), turns.Max());
        Assert.InRange(turns.Count(turn => turn <= Now + TimeSpan.FromMinutes(30)), 60, 66);
        var later = Now + WaitingLine.Place;
        Assert.Equal(later + WaitingLine.Shortest, line.Enter(network, later));
    }

    [Fact]
    public void A_flood_gets_no_more_in_an_hour_than_is_ordinary_as_long_as_its_long_line_is_not_full()
    {
        var network = New();
        var turns = Enumerable.Range(0, 600).Select(second => line.Enter(network, Now.AddSeconds(second))).ToList();

        Assert.All(Enumerable.Range(0, 7), hour =>
            Assert.InRange(turns.Count(turn => turn >= Now.AddHours(hour) && turn < Now.AddHours(hour + 1)), 0, QualityRules.VisitorsAnHour));
    }

    [Fact]
    public void Nobody_waits_longer_than_six_hours_and_a_line_that_was_filled_empties()
    {
        var network = New();
        for (var i = 0; i < 100_000; i++) line.Enter(network, Now);

        Assert.Equal(Now + WaitingLine.Longest, line.Enter(network, Now));
        var later = Now + WaitingLine.Longest;
        Assert.Equal(later + WaitingLine.Shortest, line.Enter(network, later));
        for (var i = 0; i < WaitingLine.AtOnce; i++) line.Enter(network, later);
        Assert.InRange(line.Enter(network, later) - later, WaitingLine.Shortest, WaitingLine.Shortest + (3 * WaitingLine.Place));
    }

    [Fact]
    public void A_network_that_is_known_to_be_shared_has_no_line()
    {
        for (var i = 0; i < 1000; i++) Assert.Equal(Now + WaitingLine.Shortest, line.Enter(null, Now));
    }

    [Fact]
    public void A_million_networks_do_not_make_each_other_wait()
    {
        var late = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            // A thousand a second, which is more than the app takes in.
            var moment = Now + TimeSpan.FromMilliseconds(i);
            if (line.Enter(New(), moment) > moment + WaitingLine.Shortest) late++;
        }

        Assert.Equal(0, late);
    }

    private static NetworkHash New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return NetworkHash.Read(bytes);
    }
}
