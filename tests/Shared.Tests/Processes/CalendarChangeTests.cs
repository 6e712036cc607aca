using FsCheck.Fluent;
using ServerlessDecide.Processes;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Processes;

/// <summary>Tests what becomes of a requested calendar, by the moment of the request.</summary>
public sealed class CalendarChangeTests
{
    private const string Operator = "operator-key";
    private const string SecondPerson = "confirmation-key";

    private static readonly DateTimeOffset Noon = At("2021-05-10T12:00");

    [Fact]
    public void Where_earlier_versions_recorded_no_opening_either_of_their_kinds_tells_of_both_and_neither_of_blocks()
    {
        var old = Process() with { Calendar = Calendar((Activity.ReactToPlatforms, Window("2021-04-10", "2021-06-03"))) };
        Assert.True(old.HasOpened(Activity.ReactToPlatforms, At("2021-05-10")));
        Assert.True(old.HasOpened(Activity.ReactToProposals, At("2021-05-10")));
        Assert.False(old.HasOpened(Activity.ReactToBlocks, At("2021-05-10")));
    }

    private static ElectoralProcess Created => Process() with { CreatedAt = At("2021-03-01") };

    [Fact]
    public void A_calendar_that_takes_no_moment_away_takes_effect_at_once()
    {
        var later = With(Activity.ReactToPlatforms, Window("2021-04-10", "2021-06-04"));

        var change = Created.Ask(later, Operator, Noon);

        Assert.Equal(CalendarOutcome.InForce, change.Outcome);
        Assert.Equal([Window("2021-04-10", "2021-06-04")], change.Process.Calendar[Activity.ReactToPlatforms]);
        Assert.Equal((null, Noon), (change.Process.Pending, change.Process.CalendarChangedAt));
    }

    public static TheoryData<string> TakesAway => ["closes platforms earlier", "closes proposals earlier", "pauses tomorrow", "never opens proposals again", "opens deliveries earlier"];

    private static Calendar Harmful(string how) => how switch
    {
        "closes platforms earlier" => With(Activity.ReactToPlatforms, Window("2021-04-10", "2021-06-02T23:59:59")),
        "closes proposals earlier" => With(Activity.ReactToProposals, Window("2021-04-30", "2021-05-10T12:00:01")),
        "pauses tomorrow" => With(Activity.ReactToPlatforms, Window("2021-04-10", "2021-05-11"), Window("2021-05-11T00:00:01", "2021-06-03")),
        "never opens proposals again" => With(Activity.ReactToProposals, Window("2021-04-30", "2021-05-01")),
        _ => With(Activity.Deliveries, Window("2021-06-06", "2021-12-31")),
    };

    [Theory]
    [MemberData(nameof(TakesAway))]
    public void A_calendar_that_takes_moments_away_or_opens_deliveries_earlier_waits_for_a_day(string how)
    {
        var change = Created.Ask(Harmful(how), Operator, Noon);

        Assert.Equal(CalendarOutcome.Pending, change.Outcome);
        var pending = change.Process.PendingAt(Noon)!;
        Assert.Equal((Noon, Operator, Noon.AddHours(24)), (pending.AskedAt, pending.AskedBy, pending.TakesEffectAt));
        Assert.Equal(Created.Calendar[Activity.ReactToPlatforms], change.Process.InForce(Noon)[Activity.ReactToPlatforms]);
        Assert.Equal(Harmful(how)[Activity.ReactToProposals].Any(w => w.Contains(Noon.AddDays(2))), change.Process.Calendar.StateOf(Activity.ReactToProposals, Noon.AddDays(2)).IsOpen);
        Assert.NotNull(change.Process.PendingAt(Noon.AddHours(24).AddTicks(-1)));
        Assert.Null(change.Process.PendingAt(Noon.AddHours(24)));
    }

    [Theory]
    [MemberData(nameof(TakesAway))]
    public void A_calendar_takes_effect_at_once_before_reactions_first_open_and_after_they_last_close(string how)
    {
        Assert.Equal(CalendarOutcome.InForce, Created.Ask(Harmful(how), Operator, At("2021-04-09T23:54:59")).Outcome);
        var after = Created with { Calendar = With(Activity.Deliveries, Window("2021-06-07", "2021-12-31")) };
        Assert.Equal(CalendarOutcome.InForce, after.Ask(Harmful("opens deliveries earlier"), Operator, At("2021-06-03")).Outcome);
    }

    [Fact]
    public void A_kind_of_reaction_counts_as_open_five_minutes_before_its_opening()
    {
        Assert.False(Created.HasOpened(Activity.ReactToPlatforms, At("2021-04-09T23:54:59")));
        Assert.True(Created.HasOpened(Activity.ReactToPlatforms, At("2021-04-09T23:55:00")));
        Assert.False(Created.HasOpened(Activity.ReactToProposals, At("2021-04-29T23:54:59")));
        Assert.Equal(CalendarOutcome.Pending, Created.Ask(Harmful("closes platforms earlier"), Operator, At("2021-04-09T23:55:00")).Outcome);
    }

    [Fact]
    public void A_pause_of_reactions_is_protected_as_well()
    {
        var paused = Created with { Calendar = With(Activity.ReactToPlatforms, Window("2021-04-10", "2021-04-20"), Window("2021-05-20", "2021-06-03")) };
        var never = With(Activity.ReactToPlatforms, Window("2021-04-10", "2021-04-20"));
        Assert.Equal(CalendarOutcome.Pending, paused.Ask(never, Operator, At("2021-04-25")).Outcome);
    }

    [Fact]
    public void Past_reaction_windows_stay_whatever_the_new_calendar_says()
    {
        var tomorrow = With(Activity.ReactToPlatforms, Window("2021-05-11", "2021-06-03"));
        // The other kind of reaction still covers the days.
        var process = Created with { Calendar = With(Activity.ReactToProposals, Window("2021-04-10", "2021-06-03")) };
        tomorrow = WithOf(tomorrow, Activity.ReactToProposals, Window("2021-04-10", "2021-06-03"));

        var asked = process.Ask(tomorrow, Operator, Noon);
        Assert.Equal(CalendarOutcome.Pending, asked.Outcome);
        var confirmed = asked.Process.Confirm(SecondPerson, Noon.AddMinutes(1)).Process;

        Assert.Equal([new(At("2021-04-10"), Noon.AddMinutes(1)), Window("2021-05-11", "2021-06-03")], confirmed.Calendar[Activity.ReactToPlatforms]);
        Assert.True(confirmed.HasOpened(Activity.ReactToPlatforms, Noon.AddMinutes(1)));
    }

    [Fact]
    public void A_second_person_confirms_a_pending_calendar_at_once_and_its_author_cannot()
    {
        var asked = Created.Ask(Harmful("closes proposals earlier"), Operator, Noon).Process;
        var now = Noon.AddMinutes(10);

        Assert.Equal(CalendarOutcome.SecondPersonRequired, asked.Confirm(Operator, now).Outcome);
        var confirmed = asked.Confirm(SecondPerson, now);

        Assert.Equal(CalendarOutcome.InForce, confirmed.Outcome);
        // The requested closing is past by then, so reactions close now.
        Assert.Equal([new(At("2021-04-30"), now)], confirmed.Process.Calendar[Activity.ReactToProposals]);
        Assert.Equal((null, now), (confirmed.Process.Pending, confirmed.Process.CalendarChangedAt));
        Assert.Equal(CalendarOutcome.NothingPending, confirmed.Process.Confirm(SecondPerson, now).Outcome);
    }

    [Fact]
    public void A_pending_calendar_can_be_withdrawn_until_it_takes_effect()
    {
        var asked = Created.Ask(Harmful("never opens proposals again"), Operator, Noon).Process;

        var withdrawn = asked.Withdraw(Noon.AddHours(23));

        Assert.Equal(CalendarOutcome.Withdrawn, withdrawn.Outcome);
        Assert.Equal(Created.Calendar[Activity.ReactToProposals], withdrawn.Process.Calendar[Activity.ReactToProposals]);
        Assert.Equal((null, Noon.AddHours(23), null), (withdrawn.Process.Pending, withdrawn.Process.CalendarChangedAt, withdrawn.Process.DeliveriesSetAt));
        Assert.Equal(CalendarOutcome.NothingPending, asked.Withdraw(Noon.AddHours(24)).Outcome);
        Assert.Equal(CalendarOutcome.NothingPending, asked.Confirm(SecondPerson, Noon.AddHours(24)).Outcome);
    }

    [Fact]
    public void A_new_calendar_is_refused_while_another_is_pending_and_accepted_afterwards()
    {
        var asked = Created.Ask(Harmful("pauses tomorrow"), Operator, Noon).Process;
        Assert.Equal(CalendarOutcome.AlreadyPending, asked.Ask(Created.Calendar, Operator, Noon.AddHours(1)).Outcome);

        var back = asked.Ask(Created.Calendar, Operator, Noon.AddHours(24));
        Assert.Equal(CalendarOutcome.InForce, back.Outcome);
        Assert.True(back.Process.Calendar.StateOf(Activity.ReactToPlatforms, Noon.AddHours(24)).IsOpen);
    }

    [Fact]
    public void Deliveries_open_no_earlier_than_an_hour_after_the_closing_that_a_calendar_makes()
    {
        var soon = Calendar(
            (Activity.ReactToPlatforms, Window("2021-04-10", "2021-05-10T12:00:01")),
            (Activity.Deliveries, Window("2021-05-10T13:00:01", "2021-12-31")));
        var ripe = Noon.AddHours(24);

        var calendar = Created.Ask(soon, Operator, Noon).Process.Calendar;

        Assert.Equal([new(At("2021-04-10"), ripe)], calendar[Activity.ReactToPlatforms]);
        Assert.Equal([new(ripe.AddHours(1), At("2021-12-31"))], calendar[Activity.Deliveries]);
    }

    [Fact]
    public void Packaging_can_begin_after_deliveries_have_stood_in_the_calendar_for_a_day()
    {
        var soon = Calendar(
            (Activity.ReactToPlatforms, Window("2021-04-10", "2021-05-10T12:00:01")),
            (Activity.Deliveries, Window("2021-05-10T13:00:01", "2021-12-31")));
        var confirmed = Created.Ask(soon, Operator, Noon).Process.Confirm(SecondPerson, Noon.AddMinutes(2)).Process;

        Assert.Null(confirmed.PackagesFrom(Noon.AddMinutes(30)));
        Assert.Equal(Noon.AddMinutes(2).AddHours(24), confirmed.PackagesFrom(Noon.AddHours(3)));
        // Deliveries planned from the beginning need no further notice.
        Assert.Equal(At("2021-06-07"), Created.PackagesFrom(At("2021-06-08")));
        // After packaging was taken back, it waits for a day again.
        var takenBack = Created.BeginPackaging(At("2021-06-07")).TakePackagingBack(At("2021-06-07T10:00"));
        Assert.Equal((null, At("2021-06-08T10:00")), (takenBack.PackagingBegan, takenBack.PackagesFrom(At("2021-06-07T11:00"))));
    }

    [Fact]
    public void A_process_created_after_the_last_closing_needs_no_notice_of_deliveries()
    {
        var late = Process() with { CreatedAt = At("2021-06-20") };
        Assert.Equal(At("2021-06-07"), late.PackagesFrom(At("2021-06-20")));
        var during = Process() with { CreatedAt = At("2021-06-02T23:00") };
        Assert.Equal(At("2021-06-07"), during.PackagesFrom(At("2021-06-08")));
        Assert.Equal(At("2021-06-07T22:00"), (during with { DeliveriesSetAt = At("2021-06-06T22:00") }).PackagesFrom(At("2021-06-08")));
    }

    [Fact]
    public void Packaging_ends_a_pending_calendar_and_refuses_new_ones()
    {
        var begun = Created.BeginPackaging(At("2021-06-07"));
        Assert.Equal(CalendarOutcome.PackagingBegan, begun.Ask(Created.Calendar, Operator, At("2021-06-07")).Outcome);

        var waiting = Created.Ask(Harmful("pauses tomorrow"), Operator, Noon).Process.BeginPackaging(Noon);
        Assert.Null(waiting.Pending);
        Assert.Equal(Created.Calendar[Activity.ReactToPlatforms], waiting.Calendar[Activity.ReactToPlatforms]);
    }

    [Fact]
    public void A_calendar_can_be_repaired_however_many_past_windows_it_has()
    {
        // Adjacent slivers and the rest of the window: nobody loses a moment, so the calendar takes effect at once.
        var slivers = Enumerable.Range(0, 19).Select(i => new Window(Noon.AddSeconds(i), Noon.AddSeconds(i + 1))).ToList();
        var cut = With(Activity.ReactToPlatforms, [new(At("2021-04-10"), Noon.AddSeconds(1)), .. slivers.Skip(1), new(Noon.AddSeconds(19), At("2021-06-03"))]);
        var process = Created.Ask(cut, Operator, Noon).Process;
        process = process.Ask(Harmful("closes platforms earlier"), Operator, Noon.AddMinutes(1)).Process;
        Assert.Single(process.Calendar[Activity.ReactToPlatforms], w => w.Opens < Noon.AddHours(1));

        // Windows with pauses between them are added after the closing, and pass.
        var over = Created with { Calendar = With(Activity.ReactToPlatforms, Window("2021-04-10", "2021-05-01")) };
        over = over with { Calendar = WithOf(over.Calendar, Activity.ReactToProposals, Window("2021-04-30", "2021-05-02")) };
        for (var i = 0; i < 5; i++)
        {
            var from = Noon.AddMinutes(i);
            var asked = WithOf(over.Calendar, Activity.ReactToPlatforms, [.. Enumerable.Range(0, 20).Select(n => new Window(from.AddSeconds(2 * n), from.AddSeconds((2 * n) + 1)))]);
            asked = WithOf(asked, Activity.ReactToProposals, Window("2021-04-10", "2021-05-02"));
            over = over.Ask(asked, Operator, from.AddSeconds(-1)).Process;
        }

        Assert.True(over.Calendar[Activity.ReactToPlatforms].Count > 20);
        var repaired = over.Ask(Created.Calendar, Operator, Noon.AddHours(1));
        Assert.Equal(CalendarOutcome.InForce, repaired.Outcome);
        Assert.True(repaired.Process.Calendar.StateOf(Activity.ReactToPlatforms, Noon.AddHours(1)).IsOpen);
    }

    [Fact]
    public void A_short_early_window_of_deliveries_gives_no_notice_of_a_longer_one()
    {
        var planned = WithOf(
            With(Activity.ReactToPlatforms, Window("2021-04-10", "2021-06-01")), Activity.Deliveries, Window("2021-06-03T01:00", "2021-06-03T01:00:01"), Window("2021-06-30", "2021-12-31"));
        var process = Created with { Calendar = planned };
        var asked = WithOf(planned, Activity.Deliveries, Window("2021-06-03T01:00", "2021-12-31"));

        var changed = process.Ask(asked, Operator, At("2021-06-05")).Process;

        Assert.Equal(At("2021-06-06"), changed.PackagesFrom(At("2021-06-05")));
        // A later end does not change the opening.
        var longer = WithOf(planned, Activity.Deliveries, Window("2021-06-30", "2022-12-31"));
        Assert.Equal(At("2021-06-30"), process.Ask(longer, Operator, At("2021-06-05")).Process.PackagesFrom(At("2021-07-01")));
    }

    [Fact]
    public void The_opening_can_be_postponed_on_its_own_day_until_it_happens()
    {
        var evening = Created with { Calendar = WithOf(With(Activity.ReactToPlatforms, Window("2021-05-10T18:00", "2021-06-03")), Activity.ReactToProposals) };
        var tomorrow = WithOf(evening.Calendar, Activity.ReactToPlatforms, Window("2021-05-11", "2021-06-03"));

        Assert.Equal(CalendarOutcome.InForce, evening.Ask(tomorrow, Operator, Noon).Outcome);
        Assert.Equal(CalendarOutcome.DaysLost, evening.Ask(tomorrow, Operator, At("2021-05-10T18:00")).Outcome);
    }

    [Fact]
    public void In_a_process_without_a_record_of_openings_one_open_kind_of_reaction_counts_both_as_open()
    {
        var paused = WithOf(With(Activity.ReactToPlatforms, Window("2021-05-12", "2021-06-03")), Activity.ReactToProposals, Window("2021-04-10", "2021-06-03"));
        Assert.True((Process() with { Calendar = paused }).HasOpened(Activity.ReactToPlatforms, Noon));
        Assert.False((Created with { Calendar = paused }).HasOpened(Activity.ReactToPlatforms, Noon));
    }

    [Fact]
    public void Joined_calendars_follow_the_old_one_before_the_moment_and_the_new_one_from_it_on()
    {
        var hours = Gen.ArrayOf(Gen.Choose(1, 30)).Select(gaps => gaps.Take(8).ToArray());
        Law.Holds(Gen.Zip(Gen.Zip(hours, hours), Gen.Choose(0, 200)), drawn =>
        {
            var ((before, after), moment) = drawn;
            var (old, next) = (Drawn(before), Drawn(after));
            var at = Noon.AddHours(moment);
            var joined = old.Until(at, next);
            var kept = old.KeepPast(at, next);
            return Enumerable.Range(0, 400).Select(h => Noon.AddMinutes((h * 60) + 30)).Concat([at, at.AddTicks(-1)]).All(now =>
                IsOpen(joined, now) == IsOpen(now < at ? old : next, now) && IsOpen(kept, now) == IsOpen(now < at ? old : next, now)
                && !(joined[Activity.ReactToPlatforms].Zip(joined[Activity.ReactToPlatforms].Skip(1)).Any(p => p.First.Closes > p.Second.Opens)));
        });

        static bool IsOpen(Calendar calendar, DateTimeOffset now) => calendar.StateOf(Activity.ReactToPlatforms, now).IsOpen;
    }

    [Fact]
    public void A_calendar_loses_moments_exactly_where_it_is_closed_and_the_other_is_open()
    {
        var hours = Gen.ArrayOf(Gen.Choose(1, 9)).Select(gaps => gaps.Take(8).ToArray());
        Law.Holds(Gen.Zip(Gen.Zip(hours, hours), Gen.Choose(0, 60)), drawn =>
        {
            var ((before, after), from) = drawn;
            var (old, next) = (Drawn(before), Drawn(after));
            // Windows begin and end on whole hours, so the state at half past holds for the whole hour.
            var lost = Enumerable.Range(from, 120).Select(h => Noon.AddMinutes((h * 60) + 30))
                .Any(now => old.StateOf(Activity.ReactToPlatforms, now).IsOpen && !next.StateOf(Activity.ReactToPlatforms, now).IsOpen);
            return old.LosesMoments(next, Noon.AddHours(from)) == lost;
        });
    }

    [Fact]
    public async Task An_opening_is_recorded_with_the_next_write_and_never_forgotten()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Created);

        // Even a calendar set without the rules keeps the record.
        await world.Catalogs.ChangeAsync(c => c.Replace(c.Find(Edomex)! with { Calendar = Calendar() }), default);

        var read = (await world.Catalogs.ReadAsync(null, default))!.Catalog.Find(Edomex)!;
        Assert.Equal(At("2021-04-10"), read.ReactionsOpened[Activity.ReactToPlatforms]);
        Assert.Equal(At("2021-04-30"), read.ReactionsOpened[Activity.ReactToProposals]);
        Assert.True(read.HasOpened(Activity.ReactToPlatforms, Noon));
    }

    [Fact]
    public async Task A_pending_calendar_and_begun_packaging_are_read_as_written()
    {
        var world = await World.NewAsync();
        var asked = Created.Ask(Harmful("pauses tomorrow"), Operator, Noon).Process with { PackagingTakenBackAt = Noon.AddDays(1), PackagingBegan = Noon.AddDays(2) };
        await world.PublishAsync(asked);

        var read = (await world.Catalogs.ReadAsync(null, default))!.Catalog.Find(Edomex)!;

        Assert.Equal(asked.Pending! with { Replaced = null!, Asked = null! }, read.Pending! with { Replaced = null!, Asked = null! });
        foreach (var activity in Enum.GetValues<Activity>())
        {
            Assert.Equal(asked.Pending!.Asked[activity], read.Pending!.Asked[activity]);
            Assert.Equal(asked.Pending.Replaced[activity], read.Pending.Replaced[activity]);
            Assert.Equal(asked.Calendar[activity], read.Calendar[activity]);
        }

        Assert.Equal(
            (asked.CreatedAt, asked.CalendarChangedAt, asked.DeliveriesSetAt, asked.PackagingBegan, asked.PackagingTakenBackAt),
            (read.CreatedAt, read.CalendarChangedAt, read.DeliveriesSetAt, read.PackagingBegan, read.PackagingTakenBackAt));
    }

    private static Calendar Drawn(int[] gaps)
    {
        var windows = new List<Window>();
        var at = Noon;
        for (var i = 0; i + 1 < gaps.Length; i += 2)
        {
            var opens = at.AddHours(gaps[i]);
            at = opens.AddHours(gaps[i + 1]);
            windows.Add(new(opens, at));
        }

        return Calendar([.. windows.Select(w => (Activity.ReactToPlatforms, w))]);
    }

    private static Calendar With(Activity activity, params Window[] windows) => WithOf(Process().Calendar, activity, windows);

    private static Calendar WithOf(Calendar calendar, Activity activity, params Window[] windows) => Calendar(
        [.. Enum.GetValues<Activity>().Where(a => a != activity).SelectMany(a => calendar[a].Select(w => (a, w))), .. windows.Select(w => (activity, w))]);
}
