using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Deliveries;

/// <summary>An app on 10 June 2021 that made all packages of a process, from the reactions and comments of five visitors on the last day.</summary>
public sealed class MadePackages : IAsyncLifetime
{
    public const string Process = "edomex-2021";

    public TestApp App { get; private set; } = null!;

    /// <summary>The receipt of an accepted comment on a platform of sol.</summary>
    public string Accepted { get; private set; } = "";

    /// <summary>The receipt of a held comment on a platform of sol.</summary>
    public string Held { get; private set; } = "";

    /// <summary>The receipt of an accepted comment on a proposal of luna.</summary>
    public string OfProposal { get; private set; } = "";

    /// <summary>The states that the operator saw, in order.</summary>
    public IReadOnlyList<string> States { get; private set; } = [];

    /// <summary>The answer to a calendar while reactions were counted.</summary>
    public HttpResponseMessage CalendarWhileCounting { get; private set; } = null!;

    public static TestCalendar Calendar()
    {
        var lastDay = ("2021-06-02T00:00:00-05:00", "2021-06-03T00:00:00-05:00");
        return TestCalendar.Of2021().With("react-to-platforms", lastDay).With("react-to-proposals", lastDay);
    }

    public async Task InitializeAsync()
    {
        App = await TestApp.StartAsync(new() { At = "2021-06-02T12:00:00-05:00" });
        await Example.LoadAsync(App, Process, Calendar());
        await ParticipateAsync(await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => App.NewVisitorAsync(Process))));

        App.Time.SetUtcNow(DateTimeOffset.Parse("2021-06-10T00:00:00-05:00", CultureInfo.InvariantCulture));
        var states = new List<string> { await App.AdvanceAsync(Process) };
        CalendarWhileCounting = await App.PutCalendarAsync(Process, Calendar());
        await TestApp.WaitUntilAsync(
            async () =>
            {
                var state = await App.AdvanceAsync(Process);
                if (state != states[^1]) states.Add(state);
                return state == "complete";
            },
            "all packages are made");
        States = states;
    }

    public Task DisposeAsync()
    {
        CalendarWhileCounting.Dispose();
        return App.DisposeAsync().AsTask();
    }

    private async Task ParticipateAsync(TestVisitor[] visitors)
    {
        foreach (var visitor in visitors) await visitor.ReactAsync("sol-legislatura", "like");
        await visitors[0].ReactAsync("sol-legislatura", "dislike");
        await visitors[1].ReactAsync("luna-legislatura", "like");
        Accepted = await visitors[0].CommentAsync("sol-legislatura", "=Agua, \"para todos\"\nsiempre 🌵", "proposal");
        Held = await visitors[1].CommentAsync("sol-ayuntamientos", "Mira https://example.org");
        using var proposed = await visitors[2].Client.PutAsync($"processes/{Process}/proposals/sol-7-agua/reaction", Answers.Json(new { value = "dislike" }));
        Assert.Equal(HttpStatusCode.OK, proposed.StatusCode);
        using var about = await visitors[2].Client.PostAsync(
            $"processes/{Process}/proposals/luna-7-agua/comments", Answers.Json(new { kind = "idea", text = "Medidores" }));
        OfProposal = (await about.JsonAsync(HttpStatusCode.Accepted)).Text("receipt");
        await TestApp.WaitUntilAsync(
            async () => await Task.WhenAll(new[] { Accepted, Held, OfProposal }.Select(visitors[0].StatusOfAsync)) is var states && !states.Contains("received"),
            "all comments are moderated");
    }
}

/// <summary>What the operator does with packages.</summary>
internal static class PackageRequests
{
    /// <summary>Asks for the packages, which must be accepted, and returns the state.</summary>
    public static async Task<string> AdvanceAsync(this TestApp app, string process)
    {
        using var answer = await app.Operator.PostAsync($"processes/{process}/operator/packages", null);
        var state = await answer.JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(["state", "beginsAt"], state.Names());
        return state.Text("state");
    }

    public static async Task<List<JsonElement>> DeliveriesAsync(this TestApp app, string process) =>
        (await app.Operator.GetJsonAsync($"processes/{process}/operator/deliveries")).Items();

    public static async Task<ZipArchive> OpenPackageAsync(this TestApp app, string process, string contender) =>
        new(new MemoryStream(await app.Operator.GetByteArrayAsync($"processes/{process}/operator/deliveries/{contender}/package")));

    public static string Read(this ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
