using System.Globalization;
using System.Net;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>
/// Tests what one insider must not be able to do, by mistake or on purpose: lose a reaction, give it to a rival, end participation, or see
/// a contender's figures early. All over HTTP, as a person with the operator key would try it.
/// </summary>
public sealed class PromisesJourney
{
    private const string Process = "atlautla-2022";

    [Fact]
    public async Task A_platform_that_was_open_for_reactions_cannot_be_removed_while_reactions_pause()
    {
        await using var app = await StartAsync();
        var citizen = await app.NewVisitorAsync(Process);
        await citizen.ReactAsync("sol-ayuntamientos", "like");

        // The pause takes time to react away, so it needs the second person. Both kinds opened on the same day, so no day is lost.
        using var pause = await app.PutCalendarAsync(Process, Calendar.With("react-to-platforms", ("2021-05-11T00:00:00-05:00", "2021-06-03T00:00:00-05:00")));
        Assert.Equal(HttpStatusCode.Accepted, pause.StatusCode);
        using var confirmed = await app.ConfirmCalendarAsync(Process);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);

        var platforms = JsonSerializer.Deserialize<JsonElement>(Example.Platforms).GetProperty("items").EnumerateArray().ToList();
        var without = await app.ImportAsync(Process, "platforms", JsonSerializer.Serialize(platforms.Where(p => p.GetProperty("id").GetString() != "sol-ayuntamientos")), "application/json");
        Assert.Equal("failed", without.GetProperty("status").GetString());
        var error = Assert.Single(without.GetProperty("errors").EnumerateArray());
        Assert.Equal("in_use", error.GetProperty("code").GetString());
        Assert.Contains("sol-ayuntamientos", error.GetProperty("message").GetString(), StringComparison.Ordinal);

        await DeliverAsync(app);
        Assert.Equal((1, 0), (await new Institute(At(app)).DownloadAsync(Process, "sol")).TallyOf("sol-ayuntamientos"));
    }

    [Fact]
    public async Task A_platform_cannot_change_its_contender_while_the_calendar_opens_reactions_later()
    {
        await using var app = await StartAsync();
        var citizen = await app.NewVisitorAsync(Process);
        await citizen.ReactAsync("luna-legislatura", "like");

        using var moved = await app.PutCalendarAsync(Process, Calendar
            .With("react-to-platforms", ("2021-05-11T00:00:00-05:00", "2021-06-03T00:00:00-05:00"))
            .With("react-to-proposals", ("2021-04-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00")));
        Assert.Equal(HttpStatusCode.Accepted, moved.StatusCode);
        using var confirmed = await app.ConfirmCalendarAsync(Process);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);

        var stolen = await app.ImportAsync(
            Process, "platforms", Example.Platforms.Replace("\"contender\":\"luna\"", "\"contender\":\"mar\"", StringComparison.Ordinal), "application/json");
        Assert.Equal("failed", stolen.GetProperty("status").GetString());
        Assert.Contains(stolen.GetProperty("errors").EnumerateArray(), e => e.GetProperty("code").GetString() == "in_use" && e.GetProperty("message").GetString()!.Contains("luna-legislatura", StringComparison.Ordinal));
        using var back = await app.PutCalendarAsync(Process, Calendar);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Equal("luna", (await ReadAsync(app, "platforms/luna-legislatura")).GetProperty("contender").GetString());

        await DeliverAsync(app);
        var institute = new Institute(At(app));
        Assert.Equal((1, 0), (await institute.DownloadAsync(Process, "luna")).TallyOf("luna-legislatura"));
        Assert.DoesNotContain((await institute.DownloadAsync(Process, "mar")).Reactions, r => r[0] == "luna-legislatura");
    }

    [Fact]
    public async Task One_key_alone_cannot_end_participation_or_see_figures_for_two_days_and_the_attempt_is_public()
    {
        await using var app = await StartAsync();
        var citizen = await app.NewVisitorAsync(Process);
        await citizen.ReactAsync("luna-legislatura", "like");
        var institute = new Institute(At(app));

        using var refused = await app.PutCalendarAsync(Process, Ending("2021-05-10T12:00:01-05:00", "2021-05-10T12:00:01-05:00"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var asked = await app.PutCalendarAsync(Process, Ending("2021-05-10T12:00:01-05:00", "2021-05-10T13:00:01-05:00"));
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        Assert.Equal(3, (await ReadAsync(app, "")).GetProperty("pending").GetArrayLength());

        // For a day no attempt makes packages, and people go on reacting.
        for (var hour = 0; hour < 24; hour += 6)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await institute.SendAsync(HttpMethod.Post, $"api/v1/processes/{Process}/operator/packages")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await institute.SendAsync(HttpMethod.Get, $"api/v1/processes/{Process}/operator/deliveries/luna/package")).Status);
            await citizen.ReactAsync("luna-legislatura", hour % 12 == 0 ? "dislike" : "like");
            app.Time.Advance(TimeSpan.FromHours(6));
        }

        // The change was not withdrawn, so it is in force. For another day the same key can undo it, and no packaging begins.
        for (var hour = 24; hour < 48; hour += 6)
        {
            app.Time.Advance(TimeSpan.FromHours(hour == 24 ? 2 : 0));
            await app.FireAsync("MakePackagesTimer");
            Assert.Empty((await institute.SendAsync(HttpMethod.Get, $"api/v1/processes/{Process}/operator/deliveries")).Body.GetProperty("items").EnumerateArray());
            Assert.Equal(HttpStatusCode.NotFound, (await institute.SendAsync(HttpMethod.Get, $"api/v1/processes/{Process}/operator/deliveries/luna/package")).Status);
            app.Time.Advance(TimeSpan.FromHours(hour == 24 ? 4 : hour < 42 ? 6 : 5));
        }

        using var repaired = await app.PutCalendarAsync(Process, Calendar);
        Assert.Equal(HttpStatusCode.OK, repaired.StatusCode);
        await citizen.ReactAsync("luna-legislatura", "like");
        await DeliverAsync(app);
        Assert.Equal((1, 0), (await institute.DownloadAsync(Process, "luna")).TallyOf("luna-legislatura"));
    }

    /// <summary>A calendar as in an extraordinary election: both kinds of reactions open on the same day.</summary>
    private static TestCalendar Calendar { get; } = TestCalendar.Of2021().With("react-to-proposals", ("2021-04-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00"));

    private static TestCalendar Ending(string closes, string deliveries) => Calendar
        .With("react-to-platforms", ("2021-04-10T00:00:00-05:00", closes))
        .With("react-to-proposals", ("2021-04-10T00:00:00-05:00", closes))
        .With("deliveries", (deliveries, "2021-12-31T00:00:00-06:00"));

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync(new() { At = "2021-04-01T12:00:00-05:00" });
        await Example.LoadAsync(app, Process, Calendar);
        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-05-10T12:00:00-05:00", CultureInfo.InvariantCulture));
        return app;
    }

    private static async Task DeliverAsync(TestApp app)
    {
        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-06-10T12:00:00-05:00", CultureInfo.InvariantCulture));
        await new Institute(At(app)).MakePackagesAsync(Process);
    }

    private static async Task<JsonElement> ReadAsync(TestApp app, string path)
    {
        using var answer = await app.Client.GetAsync($"processes/{Process}/{path}".TrimEnd('/'));
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
    }

    // Institute uses paths from the root.
    private static HttpClient At(TestApp app) => new() { BaseAddress = app.Root };
}
