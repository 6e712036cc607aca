using FsCheck.Fluent;
using ServerlessDecide.Processes;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Processes;

public sealed class CalendarTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly Window April = Window("2021-04-10", "2021-05-01");
    private static readonly Window May = Window("2021-05-20T08:00", "2021-06-03");

    [Fact]
    public void An_activity_is_open_from_its_opening_until_just_before_its_closing()
    {
        var calendar = Calendar((Activity.Platforms, April));

        Assert.False(calendar.StateOf(Activity.Platforms, April.Opens - Tick).IsOpen);
        Assert.True(calendar.StateOf(Activity.Platforms, April.Opens).IsOpen);
        Assert.True(calendar.StateOf(Activity.Platforms, April.Closes - Tick).IsOpen);
        Assert.False(calendar.StateOf(Activity.Platforms, April.Closes).IsOpen);
    }

    [Fact]
    public void Reactions_close_at_the_last_second_of_2_June_in_Mexico()
    {
        var calendar = Process().Calendar;

        Assert.True(calendar.StateOf(Activity.ReactToPlatforms, At("2021-06-02T23:59:59")).IsOpen);
        Assert.False(calendar.StateOf(Activity.ReactToPlatforms, At("2021-06-03T00:00:00")).IsOpen);
        Assert.Equal(DateTimeOffset.Parse("2021-06-03T05:00:00Z", System.Globalization.CultureInfo.InvariantCulture), calendar.ReactionsClose);
    }

    [Fact]
    public void The_state_tells_the_last_closing_and_the_next_opening_around_two_windows()
    {
        var calendar = Calendar((Activity.Platforms, May), (Activity.Platforms, April));

        Assert.Equal(new(false, April.Opens, null, April.Opens), calendar.StateOf(Activity.Platforms, At("2021-04-01")));
        Assert.Equal(new(true, null, null, April.Closes), calendar.StateOf(Activity.Platforms, At("2021-04-20")));
        Assert.Equal(new(false, May.Opens, April.Closes, May.Opens), calendar.StateOf(Activity.Platforms, At("2021-05-10")));
        Assert.Equal(new(true, null, April.Closes, May.Closes), calendar.StateOf(Activity.Platforms, At("2021-05-21")));
        Assert.Equal(new(false, null, May.Closes, null), calendar.StateOf(Activity.Platforms, At("2021-07-01")));
    }

    [Fact]
    public void An_activity_without_windows_never_opens() =>
        Assert.Equal(default, Calendar((Activity.Platforms, April)).StateOf(Activity.Results, At("2021-04-20")));

    [Fact]
    public void The_second_of_two_adjacent_windows_opens_as_the_first_closes()
    {
        var next = new Window(April.Closes, May.Closes);
        var calendar = Calendar((Activity.Platforms, April), (Activity.Platforms, next));

        Assert.Equal(new(true, null, April.Closes, next.Closes), calendar.StateOf(Activity.Platforms, April.Closes));
    }

    [Fact]
    public void Windows_come_in_order_of_opening_whatever_the_order_given() =>
        Assert.Equal([April, May], Calendar((Activity.Platforms, May), (Activity.Platforms, April))[Activity.Platforms]);

    [Theory]
    [InlineData("2021-05-01", "2021-05-01")]
    [InlineData("2021-05-02", "2021-05-01")]
    public void A_window_that_does_not_close_after_it_opens_is_a_fault(string opens, string closes) =>
        Assert.Equal([(Activity.Profiles, CalendarFault.ClosesBeforeOpening)], Faults((Activity.Profiles, Window(opens, closes))));

    [Fact]
    public void Windows_of_one_activity_that_overlap_are_a_fault() =>
        Assert.Equal([(Activity.Platforms, CalendarFault.Overlap)], Faults((Activity.Platforms, May), (Activity.Platforms, Window("2021-04-10", "2021-05-21"))));

    [Fact]
    public void Windows_of_different_activities_may_overlap() =>
        Assert.Empty(Faults((Activity.Platforms, May), (Activity.Information, May)));

    [Theory]
    [InlineData(Activity.ReactToPlatforms)]
    [InlineData(Activity.ReactToProposals)]
    public void Deliveries_that_open_before_reactions_settle_are_a_fault(Activity activity)
    {
        Assert.Equal(
            [(Activity.Deliveries, CalendarFault.DeliveriesBeforeReactionsSettle)],
            Faults((activity, May), (Activity.Deliveries, new(May.Closes - TimeSpan.FromSeconds(1), At("2021-12-31")))));
        Assert.Equal(
            [(Activity.Deliveries, CalendarFault.DeliveriesBeforeReactionsSettle)],
            Faults((activity, May), (Activity.Deliveries, new(May.Closes + ServerlessDecide.Processes.Calendar.SettleTime - TimeSpan.FromSeconds(1), At("2021-12-31")))));
        Assert.Empty(Faults((activity, May), (Activity.Deliveries, new(May.Closes + ServerlessDecide.Processes.Calendar.SettleTime, At("2021-12-31")))));
        // At the end of time there is no hour left to wait.
        var forever = new Window(May.Opens, DateTimeOffset.MaxValue);
        Assert.Equal([(Activity.Deliveries, CalendarFault.DeliveriesBeforeReactionsSettle)], Faults((Activity.ReactToPlatforms, forever), (Activity.Deliveries, forever)).Take(1));
    }

    [Fact]
    public void More_than_twenty_windows_of_one_activity_are_a_fault()
    {
        var twenty = Enumerable.Range(0, 20).Select(i => (Activity.Information, new Window(May.Opens.AddHours(i), May.Opens.AddHours(i + 1)))).ToArray();
        Assert.Empty(Faults(twenty));
        Assert.Equal([(Activity.Information, CalendarFault.TooManyWindows)], Faults([.. twenty, (Activity.Information, new(May.Closes, At("2021-12-31")))]));
    }

    [Fact]
    public void All_faults_are_reported_together() => Assert.Equal(
        [(Activity.Platforms, CalendarFault.ClosesBeforeOpening), (Activity.Candidates, CalendarFault.Overlap)],
        Faults((Activity.Platforms, new(May.Closes, May.Opens)), (Activity.Candidates, May), (Activity.Candidates, May)));

    [Fact]
    public void Participation_opens_with_the_first_kind_of_reaction_and_closes_with_the_last()
    {
        var calendar = Calendar((Activity.ReactToPlatforms, April), (Activity.ReactToProposals, May));

        Assert.Equal(April.Opens, calendar.ReactionsOpen);
        Assert.Equal(May.Closes, calendar.ReactionsClose);
        Assert.Null(Calendar((Activity.Platforms, April)).ReactionsOpen);
        Assert.Null(Calendar((Activity.Platforms, April)).ReactionsClose);
    }

    [Fact]
    public void The_state_changes_exactly_at_the_moment_it_announces()
    {
        var starts = Gen.ArrayOf(Gen.Choose(1, 40)).Select(gaps => gaps.Take(8).ToArray());
        Law.Holds(Gen.Zip(starts, Gen.Choose(0, 400)), drawn =>
        {
            // Durations in hours: a window, a pause, a window, a pause...
            var moment = At("2021-04-10");
            var windows = new List<Window>();
            foreach (var gap in drawn.Item1)
            {
                windows.Add(new(moment, moment + TimeSpan.FromHours(gap)));
                moment += TimeSpan.FromHours(2 * gap);
            }

            var calendar = ServerlessDecide.Processes.Calendar.TryCreate(
                new Dictionary<Activity, IReadOnlyList<Window>> { [Activity.Results] = windows }, out _)!;
            var now = At("2021-04-09") + TimeSpan.FromHours(drawn.Item2);
            var state = calendar.StateOf(Activity.Results, now);
            return state.IsOpen == windows.Exists(w => w.Contains(now))
                && (state.ChangesAt is not { } change
                    ? windows.TrueForAll(w => w.Closes <= now)
                    : calendar.StateOf(Activity.Results, change).IsOpen != state.IsOpen
                        && calendar.StateOf(Activity.Results, change - Tick).IsOpen == state.IsOpen);
        });
    }

    [Fact]
    public void Participation_spans_the_first_opening_to_the_last_closing_including_pauses()
    {
        var calendar = Calendar((Activity.ReactToPlatforms, April), (Activity.ReactToProposals, May));
        Assert.Equal(new(false, April.Opens, null, April.Opens), calendar.ParticipationAt(April.Opens - Tick));
        Assert.Equal(new(true, null, null, May.Closes), calendar.ParticipationAt(April.Opens));
        Assert.Equal(new(true, null, null, May.Closes), calendar.ParticipationAt(At("2021-05-10")));
        Assert.Equal(new(true, null, null, May.Closes), calendar.ParticipationAt(May.Closes - Tick));
        Assert.Equal(new(false, null, May.Closes, null), calendar.ParticipationAt(May.Closes));
        Assert.Equal(default, Calendar((Activity.Platforms, April)).ParticipationAt(At("2021-04-20")));
    }

    [Fact]
    public void A_calendar_with_a_mistyped_year_is_refused()
    {
        Assert.Equal([(Activity.ReactToPlatforms, CalendarFault.ParticipationTooLong)], Faults((Activity.ReactToPlatforms, Window("0021-04-10", "2021-06-03"))));
        Assert.Empty(Faults((Activity.ReactToPlatforms, Window("2001-04-10", "2031-05-15")), (Activity.Information, Window("0021-04-10", "2031-06-03"))));
    }

    private static IReadOnlyList<(Activity Activity, CalendarFault Fault)> Faults(params (Activity Activity, Window Window)[] windows)
    {
        var calendar = ServerlessDecide.Processes.Calendar.TryCreate(Activities(windows), out var faults);
        Assert.Equal(calendar is null, faults.Count > 0);
        return faults;
    }
}
