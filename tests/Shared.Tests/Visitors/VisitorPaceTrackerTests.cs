using ServerlessDecide.Reactions;
using ServerlessDecide.Visitors;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Visitors;

[Collection(Alone.Name)]
public sealed class VisitorPaceTrackerTests
{
    private static readonly Target Water = PlatformTarget("agua");
    private readonly VisitorPaceTracker paces = new();
    private DateTimeOffset now = At("2021-05-10T12:00");

    [Fact]
    public void A_visitor_reacts_a_hundred_and_twenty_times_at_once_and_then_once_a_second()
    {
        var (visitor, other) = (NewVisitor(), NewVisitor());
        for (var i = 0; i < 120; i++) Assert.Null(Like(visitor, $"a-{i}").Wait);

        Assert.Equal(TimeSpan.FromSeconds(1), Like(visitor, "b").Wait);
        // One visitor does not use up another's limit.
        Assert.Null(Like(other, "b").Wait);
        now += TimeSpan.FromMilliseconds(400);
        Assert.Equal(TimeSpan.FromMilliseconds(600), Like(visitor, "b").Wait);
        now += TimeSpan.FromMilliseconds(600);
        Assert.Null(Like(visitor, "b").Wait);
        Assert.NotNull(Like(visitor, "c").Wait);
        now += TimeSpan.FromMinutes(2);
        for (var i = 0; i < 120; i++) Assert.Null(Like(visitor, $"d-{i}").Wait);
        Assert.NotNull(Like(visitor, "e").Wait);
    }

    [Fact]
    public void A_visitor_comments_twenty_times_at_once_and_then_once_in_twenty_seconds_whatever_their_reactions()
    {
        var visitor = NewVisitor();
        for (var i = 0; i < 120; i++) Like(visitor, $"a-{i}");
        for (var i = 0; i < 20; i++) Assert.Null(paces.Comment(visitor, now).Wait);

        Assert.Equal(TimeSpan.FromSeconds(20), paces.Comment(visitor, now).Wait);
        now += TimeSpan.FromSeconds(20);
        Assert.Null(paces.Comment(visitor, now).Wait);
        Assert.NotNull(paces.Comment(visitor, now).Wait);
    }

    [Fact]
    public void A_visitor_looks_thirty_times_at_once_and_then_once_in_ten_seconds_whatever_their_reactions()
    {
        var (visitor, other) = (NewVisitor(), NewVisitor());
        for (var i = 0; i < 30; i++) Assert.Null(paces.ReadOwn(visitor, now));

        Assert.Equal(TimeSpan.FromSeconds(10), paces.ReadOwn(visitor, now));
        Assert.Null(paces.ReadOwn(other, now));
        Assert.Equal(new PaceVerdict(null, false), Like(visitor, "a"));
        now += TimeSpan.FromSeconds(10);
        Assert.Null(paces.ReadOwn(visitor, now));
        Assert.NotNull(paces.ReadOwn(visitor, now));
        now += TimeSpan.FromMinutes(5);
        for (var i = 0; i < 30; i++) Assert.Null(paces.ReadOwn(visitor, now));
    }

    [Fact]
    public void More_than_thirty_reactions_in_ten_seconds_mark_a_machine_until_ten_quiet_minutes_have_passed()
    {
        var visitor = NewVisitor();
        for (var i = 0; i < 30; i++) Assert.False(Like(visitor, $"a-{i}").IsMachine);
        Assert.True(Like(visitor, "b").IsMachine);

        now += TimeSpan.FromMinutes(9);
        Assert.True(Like(visitor, "c").IsMachine);
        now += TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1);
        Assert.True(paces.Comment(visitor, now).IsMachine);
        now += TimeSpan.FromMinutes(10);
        Assert.False(Like(visitor, "d").IsMachine);
    }

    [Fact]
    public void More_than_five_comments_in_ten_seconds_mark_a_machine()
    {
        var visitor = NewVisitor();
        for (var i = 0; i < 5; i++) Assert.False(paces.Comment(visitor, now).IsMachine);
        Assert.True(paces.Comment(visitor, now).IsMachine);
        Assert.False(paces.Comment(NewVisitor(), now).IsMachine);
    }

    [Fact]
    public void More_than_thirty_changes_of_mind_in_ten_minutes_mark_a_machine()
    {
        var visitor = NewVisitor();
        var random = new Random(7);
        for (var i = 0; i <= QualityRules.Changes; i++)
        {
            Assert.False(paces.React(visitor, Water, i % 2 == 0 ? Stance.Like : Stance.Dislike, now).IsMachine, $"change {i}");
            now += TimeSpan.FromSeconds(5 + (10 * random.NextDouble()));
        }

        Assert.True(paces.React(visitor, Water, Stance.Dislike, now).IsMachine);
    }

    [Fact]
    public void A_repeated_stance_or_another_target_is_not_a_change_of_mind()
    {
        var visitor = NewVisitor();
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            Assert.False(paces.React(visitor, PlatformTarget($"a-{i / 3}"), i % 6 < 3 ? Stance.Like : Stance.Dislike, now).IsMachine);
            now += TimeSpan.FromSeconds(2 + (4 * random.NextDouble()));
        }
    }

    [Theory]
    [InlineData(1.0, 0.02, true)]
    [InlineData(7.0, 0.02, true)]
    // Too far apart to tell a clock from a habit.
    [InlineData(90.0, 0.02, false)]
    // People, whose intervals vary, and one who taps as evenly as a hand can.
    [InlineData(1.5, 0.5, false)]
    [InlineData(3.0, 0.2, false)]
    public void Intervals_as_even_as_those_of_a_clock_mark_a_machine(double seconds, double spread, bool expected)
    {
        var random = new Random(11);
        var noticed = 0;
        for (var v = 0; v < 200; v++)
        {
            var visitor = NewVisitor();
            for (var i = 0; i < 60; i++)
            {
                now += TimeSpan.FromSeconds(seconds * (1 + (spread * (random.NextDouble() - 0.5))));
                if (!Like(visitor, $"a-{i}").IsMachine) continue;
                noticed++;
                break;
            }
        }

        Assert.Equal(expected ? 200 : 0, noticed);
    }

    [Fact]
    public void An_eager_person_who_reads_a_little_is_never_a_machine_and_meets_no_limit()
    {
        var random = new Random(3);
        for (var v = 0; v < 500; v++)
        {
            var visitor = NewVisitor();
            for (var i = 0; i < 100; i++)
            {
                // From half a second, when tapping through what was read before, to half a minute.
                now += TimeSpan.FromSeconds(0.5 + (30 * Math.Pow(random.NextDouble(), 4)));
                var verdict = i % 10 == 9 ? paces.Comment(visitor, now) : Like(visitor, $"a-{i}");
                Assert.Equal(new PaceVerdict(null, false), verdict);
            }
        }
    }

    [Fact]
    public void A_million_visitors_take_bounded_memory_and_an_active_one_keeps_their_state()
    {
        var megabytes = Heap.MegabytesOf<VisitorPaceTracker>(crowd =>
        {
            for (var i = 0; i < 1_000_000; i++) crowd.React(NewVisitor(), Water, Stance.Like, now);
            Assert.InRange(crowd.Count, 1, VisitorPaceTracker.Most);

            // Even in such a crowd, the limit holds for a visitor who keeps trying.
            var visitor = NewVisitor();
            var waits = 0;
            for (var i = 0; i < 200; i++)
            {
                if (crowd.React(visitor, Water, Stance.Like, now).Wait is not null) waits++;
                for (var j = 0; j < 50; j++) crowd.React(NewVisitor(), Water, Stance.Like, now);
            }

            Assert.Equal(80, waits);
        });
        Assert.InRange(megabytes, 10, 60);
    }

    private PaceVerdict Like(VisitorHash visitor, string platform) => paces.React(visitor, PlatformTarget(platform), Stance.Like, now);
}
