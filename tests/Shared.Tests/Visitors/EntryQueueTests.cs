using System.Security.Cryptography;
using ServerlessDecide.Visitors;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Visitors;

public sealed class EntryQueueTests
{
    private static readonly DateTimeOffset Now = At("2021-05-10T12:00");
    private readonly EntryQueue line = new();

    [Fact]
    public void A_few_tickets_of_a_network_wait_a_minute_more_of_them_queue_up_and_another_network_does_not_wait()
    {
        var (school, family) = (New(), New());
        var waits = Enumerable.Range(0, 9).Select(_ => (line.Enter(school, Now) - Now).TotalSeconds);

        Assert.Equal([60, 60, 60, 60, 60, 60, 90, 120, 150], waits);
        Assert.Equal(Now + EntryQueue.Shortest, line.Enter(family, Now));
    }

    [Fact]
    public void A_burst_of_tickets_comes_due_at_the_pace_of_the_line_and_later_ones_do_not_wait_behind_it()
    {
        var network = New();
        var turns = Enumerable.Range(0, 300).Select(_ => line.Enter(network, Now)).ToList();

        // One each thirty seconds: two and a half hours for what all came in after half an hour when there was one line.
        Assert.Equal(Now + TimeSpan.FromSeconds(60 + (294 * 30)), turns.Max());
        Assert.InRange(turns.Count(turn => turn <= Now + TimeSpan.FromMinutes(30)), 60, 66);
        var later = Now + EntryQueue.Place;
        Assert.Equal(later + EntryQueue.Shortest, line.Enter(network, later));
    }

    [Fact]
    public void A_flood_gets_no_more_than_the_ordinary_rate_of_an_hour_while_its_line_is_not_full()
    {
        var network = New();
        var turns = Enumerable.Range(0, 600).Select(second => line.Enter(network, Now.AddSeconds(second))).ToList();

        Assert.All(Enumerable.Range(0, 7), hour =>
            Assert.InRange(turns.Count(turn => turn >= Now.AddHours(hour) && turn < Now.AddHours(hour + 1)), 0, QualityRules.VisitorsAnHour));
    }

    [Fact]
    public void No_ticket_waits_longer_than_six_hours_and_a_full_line_empties()
    {
        var network = New();
        for (var i = 0; i < 100_000; i++) line.Enter(network, Now);

        Assert.Equal(Now + EntryQueue.Longest, line.Enter(network, Now));
        var later = Now + EntryQueue.Longest;
        Assert.Equal(later + EntryQueue.Shortest, line.Enter(network, later));
        for (var i = 0; i < EntryQueue.AtOnce; i++) line.Enter(network, later);
        Assert.InRange(line.Enter(network, later) - later, EntryQueue.Shortest, EntryQueue.Shortest + (3 * EntryQueue.Place));
    }

    [Fact]
    public void A_network_known_to_be_shared_has_no_line()
    {
        for (var i = 0; i < 1000; i++) Assert.Equal(Now + EntryQueue.Shortest, line.Enter(null, Now));
    }

    [Fact]
    public void A_million_networks_do_not_make_each_other_wait()
    {
        var late = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            // A thousand a second, more than the app admits.
            var moment = Now + TimeSpan.FromMilliseconds(i);
            if (line.Enter(New(), moment) > moment + EntryQueue.Shortest) late++;
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
