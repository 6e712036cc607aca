using ServerlessDecide.Processes;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Processes;

public sealed class PhaseTests
{
    private static readonly ElectoralProcess Whole = Process() with
    {
        Calendar = Calendar(
            (Activity.Information, Window("2021-04-10", "2022-04-10")),
            (Activity.ReactToPlatforms, Window("2021-04-11", "2021-06-03")),
            (Activity.Candidates, Window("2021-04-30", "2021-12-31")),
            (Activity.ReactToProposals, Window("2021-04-30", "2021-06-03")),
            (Activity.Results, Window("2021-06-10", "2021-12-31")),
            (Activity.Deliveries, Window("2021-06-10", "2021-12-31"))),
    };

    [Theory]
    [InlineData("2021-04-09T23:59:59", Phase.Before)]
    [InlineData("2021-04-10", Phase.Information)]
    [InlineData("2021-04-29T23:59:59", Phase.Information)]
    [InlineData("2021-04-30", Phase.Participation)]
    [InlineData("2021-06-02T23:59:59", Phase.Participation)]
    [InlineData("2021-06-03", Phase.Quiet)]
    [InlineData("2021-06-05T23:59:59", Phase.Quiet)]
    [InlineData("2021-06-06", Phase.ElectionDay)]
    [InlineData("2021-06-06T23:59:59", Phase.ElectionDay)]
    [InlineData("2021-06-07", Phase.Counting)]
    [InlineData("2021-06-09T23:59:59", Phase.Counting)]
    [InlineData("2021-06-10", Phase.Results)]
    [InlineData("2021-12-30T23:59:59", Phase.Results)]
    [InlineData("2021-12-31", Phase.Archive)]
    [InlineData("2022-06-06", Phase.Archive)]
    public void A_phase_begins_on_the_second(string moment, Phase expected) => Assert.Equal(expected, Whole.PhaseAt(At(moment)));

    [Fact]
    public void A_pause_of_reactions_is_no_quiet_period()
    {
        var paused = Whole with
        {
            Calendar = Calendar(
                (Activity.Candidates, Window("2021-04-30", "2021-12-31")),
                (Activity.ReactToPlatforms, Window("2021-04-11", "2021-05-01")),
                (Activity.ReactToPlatforms, Window("2021-05-20", "2021-06-03"))),
        };
        Assert.Equal(Phase.Participation, paused.PhaseAt(At("2021-05-10")));
    }

    [Fact]
    public void Where_no_results_are_shown_deliveries_end_the_counting()
    {
        var without = Whole with { Calendar = Calendar((Activity.Deliveries, Window("2021-06-10", "2021-12-31"))) };
        Assert.Equal(Phase.Counting, without.PhaseAt(At("2021-06-07")));
        Assert.Equal(Phase.Results, without.PhaseAt(At("2021-06-10")));
        Assert.Equal(Phase.Archive, (Whole with { Calendar = Calendar() }).PhaseAt(At("2021-06-07")));
    }

    [Fact]
    public void The_day_changes_the_phase_at_both_ends_of_the_election_day_and_never_for_a_day_out_of_range()
    {
        Assert.Equal(At("2021-06-06"), Whole.PhaseDayChangesAt(At("2021-06-05T23:59:59")));
        Assert.Equal(At("2021-06-07"), Whole.PhaseDayChangesAt(At("2021-06-06")));
        Assert.Null(Whole.PhaseDayChangesAt(At("2021-06-07")));
        Assert.Null((Whole with { ElectionDay = DateOnly.MaxValue }).PhaseDayChangesAt(At("2021-06-07")));
    }
}
