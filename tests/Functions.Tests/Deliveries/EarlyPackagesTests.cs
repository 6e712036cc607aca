using System.Net;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Deliveries;

/// <summary>Before the deliveries open.</summary>
[Collection(SharedApp.Name)]
public sealed class EarlyPackagesTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Before_the_deliveries_open_the_operator_cannot_ask_for_packages()
    {
        const string Process = "temprano-2021";
        await Example.LoadAsync(Shared.App, Process, MadePackages.Calendar());

        using var early = await Shared.App.Operator.PostAsync($"processes/{Process}/operator/packages", null);

        Assert.Equal("2021-06-10T00:00:00-05:00", (await early.ProblemAsync(403, "activity_closed")).Text("opensAt"));
        Assert.Empty(await Shared.App.DeliveriesAsync(Process));
    }

    [Fact]
    public async Task Before_the_deliveries_open_the_timer_makes_no_package()
    {
        const string Process = "temporizador-2021";
        await Example.LoadAsync(Shared.App, Process, MadePackages.Calendar());

        await Shared.App.FireAsync("MakePackagesTimer");

        Assert.Empty(await Shared.App.DeliveriesAsync(Process));
    }

    [Fact]
    public async Task Before_packaging_begins_the_calendar_may_change()
    {
        const string Process = "mudable-2021";
        await Shared.App.CreateProcessAsync(Process, MadePackages.Calendar());

        using var answer = await Shared.App.PutCalendarAsync(Process, MadePackages.Calendar());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
