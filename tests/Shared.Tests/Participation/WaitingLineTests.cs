using System.Security.Cryptography;
using ServerlessDecide.Participation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Participation;

public sealed class WaitingLineTests
{
    private static readonly DateTimeOffset Now = At("2021-05-10T12:00");
    private readonly WaitingLine line = new();

    [Fact]
    public void A_network_gets_a_place_every_ten_seconds_and_another_does_not_wait_for_it()
    {
        var (school, family) = (New(), New());
        var waits = Enumerable.Range(0, 9).Select(_ => (line.Enter(school, Now) - Now).TotalSeconds);

        Assert.Equal([60, 60, 60, 60, 60, 60, 70, 80, 90], waits);
        Assert.Equal(Now + WaitingLine.Shortest, line.Enter(family, Now));
    }

    [Fact]
    public void Nobody_waits_longer_than_half_an_hour_and_a_line_that_was_filled_empties()
    {
        var network = New();
        for (var i = 0; i < 100_000; i++) line.Enter(network, Now);

        Assert.Equal(Now + WaitingLine.Longest, line.Enter(network, Now));
        Assert.Equal(Now + WaitingLine.Longest + TimeSpan.FromSeconds(10), line.Enter(network, Now + TimeSpan.FromSeconds(60)));
        var later = Now + WaitingLine.Longest;
        Assert.InRange(line.Enter(network, later) - later, WaitingLine.Shortest, WaitingLine.Shortest + TimeSpan.FromSeconds(30));
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
