using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Audit;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Processes;

/// <summary>A calendar that would take time from visitors: requested, shown as pending, then confirmed, withdrawn or in force after 24 hours.</summary>
public sealed class PendingCalendarTests
{
    private const string Process = "edomex-2021";
    private const string Pending = $"processes/{Process}/operator/calendar/pending";

    private static readonly TestCalendar ClosesNow = TestCalendar.Of2021()
        .With("react-to-platforms", ("2021-04-10T00:00:00-05:00", "2021-05-10T12:00:01-05:00"))
        .With("react-to-proposals", ("2021-04-30T00:00:00-05:00", "2021-05-10T12:00:01-05:00"))
        .With("deliveries", ("2021-05-10T13:00:01-05:00", "2021-12-31T00:00:00-06:00"));

    [Fact]
    public async Task A_pending_calendar_is_public_and_visitors_keep_reacting()
    {
        await using var app = await StartAsync();
        using var asked = await app.PutCalendarAsync(Process, ClosesNow, "Se adelanta la veda");
        var answer = await asked.JsonAsync(HttpStatusCode.Accepted);
        var shown = await app.Client.GetJsonAsync($"processes/{Process}");
        Assert.Equal(answer.GetRawText(), shown.GetRawText());

        var pending = shown.GetProperty("pending").EnumerateArray().ToList();
        Assert.Equal(["react-to-platforms", "react-to-proposals", "deliveries"], pending.Select(p => p.Text("activity")));
        Assert.All(pending, p => Assert.Equal(["activity", "windows", "askedAt", "takesEffectAt"], p.Names()));
        Assert.All(pending, p => Assert.Equal(("2021-05-10T12:00:00-05:00", "2021-05-11T12:00:00-05:00"), (p.Text("askedAt"), p.Text("takesEffectAt"))));
        Assert.Equal("2021-05-10T12:00:01-05:00", pending[0].GetProperty("windows")[0].Text("closes"));
        // The former windows stay in force.
        Assert.Equal("2021-06-03T00:00:00-05:00", Windows(shown, "react-to-platforms")[0].Text("closes"));
        Assert.True(IsOpen(shown, "react-to-platforms"));
        using var list = await app.Client.GetAsync("processes");
        Assert.Contains("takesEffectAt", await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var ics = await app.Client.GetStringAsync($"processes/{Process}/calendar.ics");
        Assert.Equal(3, Count(ics, "STATUS:TENTATIVE"));
        Assert.Contains("DTEND:20210510T170001Z", ics, StringComparison.Ordinal);
        Assert.Contains("DTEND:20210603T050000Z", ics, StringComparison.Ordinal);

        app.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await (await app.NewVisitorAsync(Process)).ReactAsync("sol-legislatura", "like");
        using var early = await app.Operator.PostAsync($"processes/{Process}/operator/packages", null);
        await early.ProblemAsync(403, "activity_closed");
    }

    [Fact]
    public async Task A_pending_calendar_takes_effect_after_exactly_24_hours_without_a_write()
    {
        await using var app = await StartAsync();
        var visitor = await app.NewVisitorAsync(Process);
        using var asked = await app.PutCalendarAsync(Process, ClosesNow);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        app.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await visitor.ReactAsync("sol-legislatura", "like");

        app.Time.Advance(TimeSpan.FromSeconds(1));
        using var late = await visitor.Client.PutAsync($"processes/{Process}/platforms/sol-legislatura/reaction", Answers.Json(new { value = "dislike" }));
        Assert.Equal("2021-05-11T12:00:00-05:00", (await late.ProblemAsync(403, "activity_closed")).Text("closedAt"));
        var process = await app.Client.GetJsonAsync($"processes/{Process}");
        Assert.Empty(process.GetProperty("pending").EnumerateArray());
        Assert.Equal("2021-05-11T12:00:00-05:00", process.Text("calendarChangedAt"));
        // Windows close no earlier than the moment the calendar took effect; deliveries open an hour after it.
        Assert.Equal("2021-05-11T12:00:00-05:00", Windows(process, "react-to-platforms")[0].Text("closes"));
        Assert.Equal("2021-05-11T13:00:00-05:00", Windows(process, "deliveries")[0].Text("opens"));
        Assert.DoesNotContain("TENTATIVE", await app.Client.GetStringAsync($"processes/{Process}/calendar.ics"), StringComparison.Ordinal);
        using var tooLate = await app.Operator.DeleteAsync(Pending);
        await tooLate.ProblemAsync(404, "no_calendar_pending");

        // One more day remains to repair the calendar before a package can be made.
        app.Time.Advance(TimeSpan.FromHours(2));
        using var packages = await app.Operator.PostAsync($"processes/{Process}/operator/packages", null);
        Assert.Equal("2021-05-12T12:00:00-05:00", (await packages.JsonAsync(HttpStatusCode.Accepted)).Text("beginsAt"));
        using var repaired = await app.PutCalendarAsync(Process, TestCalendar.Of2021());
        Assert.Equal(HttpStatusCode.OK, repaired.StatusCode);
        await visitor.ReactAsync("sol-legislatura", "dislike");
    }

    [Fact]
    public async Task A_second_person_confirms_the_calendar_they_saw_and_the_first_cannot()
    {
        await using var app = await StartAsync();
        using var asked = await app.PutCalendarAsync(Process, ClosesNow, "Se adelanta la veda");
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        app.Time.Advance(TimeSpan.FromMinutes(5));

        using var self = await app.ConfirmCalendarAsync(Process, app.Operator);
        await self.ProblemAsync(409, "second_person_required");
        foreach (var blindly in new[] { null, "*" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"processes/{Process}/operator/calendar/confirmation");
            if (blindly is not null) request.Headers.TryAddWithoutValidation("If-Match", blindly);
            using var blind = await app.SecondPerson.SendAsync(request);
            await blind.ProblemAsync(428, "precondition_required");
        }

        using var stranger = await app.ConfirmCalendarAsync(Process, app.Client);
        await stranger.ProblemAsync(401, "credential_required");
        using var confirmed = await app.ConfirmCalendarAsync(Process);
        var process = await confirmed.JsonAsync();

        Assert.False(IsOpen(process, "react-to-platforms"));
        Assert.Equal("2021-05-10T12:05:00-05:00", Windows(process, "react-to-platforms")[0].Text("closes"));
        using var again = await app.ConfirmCalendarAsync(Process);
        await again.ProblemAsync(404, "no_calendar_pending");

        var audit = await app.Services.GetRequiredService<AuditStore>()
            .ReadAsync(ProcessId.Parse(Process), DateTimeOffset.MinValue.AddYears(2020), default).Where(e => e.Action.StartsWith("calendar.", StringComparison.Ordinal)).ToListAsync();
        Assert.Equal([("operator-key", "calendar.ask"), ("confirmation-key", "calendar.confirm")], audit.Select(e => (e.Actor, e.Action)));
        Assert.Contains("reason: Se adelanta la veda", audit[0].Detail, StringComparison.Ordinal);
        Assert.Contains("2021-06-03T00:00:00", audit[0].Detail.Split(" => ")[0], StringComparison.Ordinal);
        Assert.Contains("2021-05-10T12:00:01", audit[0].Detail.Split(" => ")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Either_person_can_withdraw_a_pending_calendar()
    {
        await using var app = await StartAsync();
        foreach (var client in new[] { app.Operator, app.SecondPerson })
        {
            using var asked = await app.PutCalendarAsync(Process, ClosesNow);
            Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
            using var withdrawn = await client.DeleteAsync(Pending);
            Assert.Empty((await withdrawn.JsonAsync()).GetProperty("pending").EnumerateArray());
            using var again = await client.DeleteAsync(Pending);
            await again.ProblemAsync(404, "no_calendar_pending");
        }

        app.Time.Advance(TimeSpan.FromHours(25));
        Assert.True(IsOpen(await app.Client.GetJsonAsync($"processes/{Process}"), "react-to-platforms"));
    }

    [Fact]
    public async Task A_calendar_is_refused_while_another_is_pending()
    {
        await using var app = await StartAsync();
        using var asked = await app.PutCalendarAsync(Process, ClosesNow);
        using var other = await app.PutCalendarAsync(Process, TestCalendar.Of2021());
        Assert.Equal("2021-05-11T12:00:00-05:00", (await other.ProblemAsync(409, "calendar_pending")).Text("takesEffectAt"));
    }

    [Fact]
    public async Task A_caller_with_an_outdated_ETag_cannot_replace_the_calendar()
    {
        await using var app = await StartAsync();
        var read = await app.TagOfAsync(Process);
        var later = TestCalendar.Of2021().With("results", ("2021-06-11T00:00:00-05:00", "2021-12-31T00:00:00-06:00"));
        using var first = await app.PutCalendarAsync(Process, later);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(first.Headers.ETag, await app.TagOfAsync(Process));

        using var second = await SendAsync(app, TestCalendar.Of2021(), read.ToString());
        await second.ProblemAsync(412, "precondition_failed");
        using var none = await SendAsync(app, TestCalendar.Of2021(), null);
        await none.ProblemAsync(428, "precondition_required");
        foreach (var useless in new[] { "\"x\"", "W/" + await app.TagOfAsync(Process) })
        {
            using var refused = await SendAsync(app, TestCalendar.Of2021(), useless);
            await refused.ProblemAsync(412, "precondition_failed");
        }

        using var garbage = await SendAsync(app, TestCalendar.Of2021(), "not a tag");
        await garbage.ProblemAsync(428, "precondition_required");
        Assert.Equal("2021-06-11T00:00:00-05:00", Windows(await app.Client.GetJsonAsync($"processes/{Process}"), "results")[0].Text("opens"));

        // A compressed answer has its own ETag for the same version; * matches any version.
        using var packed = new HttpRequestMessage(HttpMethod.Get, $"processes/{Process}");
        packed.Headers.AcceptEncoding.ParseAdd("gzip");
        using var gzip = await app.Client.SendAsync(packed);
        Assert.EndsWith("-gz\"", gzip.Headers.ETag!.Tag, StringComparison.Ordinal);
        using var byPacked = await SendAsync(app, TestCalendar.Of2021(), gzip.Headers.ETag.Tag);
        Assert.Equal(HttpStatusCode.OK, byPacked.StatusCode);
        using var any = await SendAsync(app, later, "*");
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
    }

    [Fact]
    public async Task One_of_several_concurrent_calendar_changes_wins_and_the_others_are_refused()
    {
        await using var app = await StartAsync();
        var tag = (await app.TagOfAsync(Process)).ToString();
        var answers = await Task.WhenAll(Enumerable.Range(11, 8).Select(day =>
            SendAsync(app, TestCalendar.Of2021().With("results", ($"2021-06-{day}T00:00:00-05:00", "2021-12-31T00:00:00-06:00")), tag)));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed));
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_dry_run_of_a_calendar_reports_the_outcome_and_changes_nothing()
    {
        await using var app = await StartAsync();
        using var dry = await SendAsync(app, ClosesNow, "*", "?dryRun=true");
        Assert.Equal(3, (await dry.JsonAsync(HttpStatusCode.Accepted)).GetProperty("pending").GetArrayLength());
        Assert.Null(dry.Headers.ETag);
        using var harmless = await SendAsync(app, TestCalendar.Of2021(), "*", "?dryRun=true");
        Assert.Equal(HttpStatusCode.OK, harmless.StatusCode);
        using var wrong = await SendAsync(app, TestCalendar.Of2021(), "*", "?dryRun=maybe");
        Assert.Equal(["dryRun"], await wrong.InvalidFieldsAsync());

        var process = await app.Client.GetJsonAsync($"processes/{Process}");
        Assert.Empty(process.GetProperty("pending").EnumerateArray());
        Assert.Empty(await app.Services.GetRequiredService<AuditStore>().ReadAsync(ProcessId.Parse(Process), DateTimeOffset.MinValue.AddYears(2020), default)
            .Where(e => e.Action.StartsWith("calendar.", StringComparison.Ordinal)).ToListAsync());
    }

    [Fact]
    public async Task The_audit_records_both_calendars_in_full_however_long_they_are()
    {
        await using var app = await StartAsync();
        // The most windows allowed, in every activity where that takes nothing from visitors.
        var padded = new[] { "information", "platforms", "candidates", "publish-profiles", "profiles", "results", "statistics" }.Aggregate(
            TestCalendar.Of2021(),
            (calendar, activity) => calendar.With(activity, [.. Enumerable.Range(1, 20).Select(d => ($"2000-01-{d:D2}T00:00:00.1234567-06:00", $"2000-01-{d:D2}T00:00:00.7654321-06:00"))]));
        using var first = await app.PutCalendarAsync(Process, padded, new string('x', 500));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        // Audit entries of the same moment have no order.
        app.Time.Advance(TimeSpan.FromSeconds(1));
        using var second = await app.PutCalendarAsync(Process, TestCalendar.Of2021().With("results", ("2021-06-11T00:00:00-05:00", "2021-12-31T00:00:00-06:00")));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        using var tooLong = await app.PutCalendarAsync(Process, padded, new string('x', 501));
        Assert.Equal(["reason"], await tooLong.InvalidFieldsAsync());

        var audit = await app.Services.GetRequiredService<AuditStore>()
            .ReadAsync(ProcessId.Parse(Process), DateTimeOffset.MinValue.AddYears(2020), default).Where(e => e.Action == "calendar.change").ToListAsync();
        Assert.Equal(2, audit.Count);
        Assert.True(audit[1].Detail.Length > 8_000);
        Assert.EndsWith("reason: " + new string('x', 500), audit[0].Detail, StringComparison.Ordinal);
        Assert.Equal(2, audit[1].Detail.Split(" => ").Length);
        Assert.Contains("results: 2021-06-11T00:00:00", audit[1].Detail.Split(" => ")[1], StringComparison.Ordinal);
    }

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, Process);
        return app;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestApp app, TestCalendar calendar, string? ifMatch, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"processes/{Process}/operator/calendar{query}") { Content = Answers.Json(new { activities = calendar.Activities }) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await app.Operator.SendAsync(request);
    }

    private static List<JsonElement> Windows(JsonElement process, string activity) =>
        [.. process.GetProperty("activities").EnumerateArray().Single(a => a.Text("activity") == activity).GetProperty("windows").EnumerateArray()];

    private static bool IsOpen(JsonElement process, string activity) =>
        process.GetProperty("activities").EnumerateArray().Single(a => a.Text("activity") == activity).GetProperty("open").GetBoolean();

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
