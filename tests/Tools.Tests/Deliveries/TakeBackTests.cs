using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Audit;
using ServerlessDecide.Processes;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Tools.Deliveries;

namespace ServerlessDecide.Tools.Tests.Deliveries;

/// <summary>Tests tools/take-back while the app runs.</summary>
public sealed class TakeBackTests
{
    private const string Process = "edomex-2021";

    [Fact]
    public async Task Packages_without_a_download_can_be_taken_back_and_made_again_with_a_new_calendar()
    {
        await using var app = await PackedAsync();
        using (var begun = await app.PutCalendarAsync(Process, TestCalendar.Of2021())) Assert.Equal(HttpStatusCode.Conflict, begun.StatusCode);

        await TakeBackAsync(app, "opened by mistake");

        // The packages are neither listed nor served, and they no longer block a decision or a calendar.
        Assert.Empty((await app.Operator.GetFromJsonAsync<JsonElement>($"processes/{Process}/operator/deliveries")).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, await FetchAsync(app));
        Assert.Equal("not_open", await AdvanceAsync(app));
        using var mended = await app.PutCalendarAsync(Process, TestCalendar.Of2021().With("deliveries", ("2021-06-20T00:00:00-05:00", "2021-12-31T00:00:00-06:00")));
        Assert.Equal(HttpStatusCode.OK, mended.StatusCode);
        var audit = await app.Services.GetRequiredService<AuditStore>().ReadAsync(ProcessId.Parse(Process), app.Time.GetUtcNow(), default)
            .Where(e => e.Action == TakeBackCommand.Action).ToListAsync();
        Assert.Equal([("tools", "opened by mistake")], audit.Select(e => (e.Actor, e.Detail)));

        app.Time.SetUtcNow(At("2021-06-21T12:00:00-05:00"));
        await TestApp.WaitUntilAsync(async () => await AdvanceAsync(app) == "complete", "all packages are made anew");
        Assert.Equal(HttpStatusCode.OK, await FetchAsync(app));
    }

    [Fact]
    public async Task Packages_cannot_be_taken_back_after_a_download()
    {
        await using var app = await PackedAsync();
        Assert.Equal(HttpStatusCode.OK, await FetchAsync(app));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => TakeBackAsync(app, "too late"));

        Assert.Contains("was fetched", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await FetchAsync(app));
        Assert.Equal("complete", await AdvanceAsync(app));
        using var calendar = await app.PutCalendarAsync(Process, TestCalendar.Of2021());
        Assert.Equal(HttpStatusCode.Conflict, calendar.StatusCode);
    }

    [Fact]
    public async Task An_interrupted_take_back_freezes_everything_until_it_is_run_again()
    {
        await using var app = await PackedAsync();
        var catalogs = app.Services.GetRequiredService<CatalogStore>();
        var id = ProcessId.Parse(Process);
        await catalogs.ChangeAsync(catalog => catalog.Replace(catalog.Find(id)! with { TakingBackSince = app.Time.GetUtcNow() }), default);

        Assert.Equal(HttpStatusCode.NotFound, await FetchAsync(app));
        Assert.Equal("stopped", await AdvanceAsync(app));
        using (var calendar = await app.PutCalendarAsync(Process, TestCalendar.Of2021())) Assert.Equal(HttpStatusCode.Conflict, calendar.StatusCode);

        // The download attempted meanwhile is in the audit: it might have succeeded.
        await Assert.ThrowsAsync<RefusedException>(() => TakeBackAsync(app, "again"));
        Assert.Equal(HttpStatusCode.OK, await FetchAsync(app));
    }

    [Fact]
    public async Task A_take_back_before_packaging_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync(Process);
        await Assert.ThrowsAsync<RefusedException>(() => TakeBackAsync(app, "nothing"));
        await Assert.ThrowsAsync<RefusedException>(() => TakeBackCommand.TakeBackAsync(Account.From(app.Storage, app.Prefix), ProcessId.Parse("nadie-2021"), "nothing", app.Time, default));
    }

    [Theory]
    [InlineData("Required argument 'PROCESS' missing", "--by", "ana-1", "--with", "beto-2", "--reason", "x")]
    [InlineData("Option '--by' is required.", "edomex-2021", "--with", "beto-2", "--reason", "x")]
    [InlineData("Required argument missing for option: '--reason'.", "edomex-2021", "--by", "ana-1", "--with", "beto-2", "--reason")]
    [InlineData("PROCESS is 3 to 30 characters", "EDOMEX", "--by", "ana-1", "--with", "beto-2", "--reason", "x")]
    [InlineData("--with takes an id", "edomex-2021", "--by", "ana-1", "--with", "Beto", "--reason", "x")]
    [InlineData("two different people", "edomex-2021", "--by", "ana-1", "--with", "ana-1", "--reason", "x")]
    [InlineData("--at takes a time", "edomex-2021", "--by", "ana-1", "--with", "beto-2", "--reason", "x", "--at", "yesterday")]
    [InlineData("--at is for an emulator", "edomex-2021", "--by", "ana-1", "--with", "beto-2", "--reason", "x", "--at", "2021-06-10T12:00Z", "--account", "a")]
    public async Task A_wrong_command_line_is_told(string fault, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(2, await CommandLine.RunAsync(TakeBackCommand.Create(TimeProvider.System), args, output, error, default));
        Assert.Contains(fault, error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
    }

    private static Task TakeBackAsync(TestApp app, string reason) =>
        TakeBackCommand.TakeBackAsync(Account.From(app.Storage, app.Prefix), ProcessId.Parse(Process), reason, app.Time, default);

    private static async Task<TestApp> PackedAsync()
    {
        var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, Process);
        await (await app.NewVisitorAsync(Process)).ReactAsync("sol-legislatura", "like");
        app.Time.SetUtcNow(At("2021-06-10T12:00:00-05:00"));
        await TestApp.WaitUntilAsync(async () => await AdvanceAsync(app) == "complete", "all packages are made");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        return app;
    }

    private static async Task<HttpStatusCode> FetchAsync(TestApp app)
    {
        using var answer = await app.Operator.GetAsync($"processes/{Process}/operator/deliveries/sol/package");
        return answer.StatusCode;
    }

    private static async Task<string> AdvanceAsync(TestApp app)
    {
        using var answer = await app.Operator.PostAsync($"processes/{Process}/operator/packages", null);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString()!;
    }

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
