using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Audit;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Processes;

[Collection(SharedApp.Name)]
public sealed class PutProcessTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    private static TestCalendar Later { get; } = TestCalendar.Empty.With("information", ("2021-05-20T00:00:00", "2021-06-03T00:00:00"));

    [Fact]
    public async Task Everything_can_be_mended_before_the_calendar_begins_and_the_audit_says_what_and_why()
    {
        await app.CreateProcessAsync("corregir-2021", Later);
        using var answer = await PutAsync("corregir-2021", new
        {
            name = "Corregido",
            shortName = "Corto",
            territory = "Chalco",
            institute = new { name = "Instituto" },
            timeZone = "America/Tijuana",
            electionDay = "2021-06-13",
            draft = false,
            reason = "Nombre equivocado",
        });
        var mended = await answer.JsonAsync();
        Assert.Equal(("Corregido", "Corto", "Chalco", "America/Tijuana", "2021-06-13"),
            (mended.Text("name"), mended.Text("shortName"), mended.Text("territory"), mended.Text("timeZone"), mended.Text("electionDay")));
        // Moments stay what they are, and are shown in the new zone.
        Assert.Equal("2021-05-19T22:00:00-07:00", mended.GetProperty("activities")[0].GetProperty("windows")[0].Text("opens"));
        using var read = await app.Client.GetAsync("processes/corregir-2021");
        Assert.Equal(mended.GetRawText(), (await read.JsonAsync()).GetRawText());
        Assert.Equal(answer.Headers.ETag, read.Headers.ETag);

        var audit = app.Services.GetRequiredService<AuditStore>();
        var entry = await audit.ReadAsync(ProcessId.Parse("corregir-2021"), app.Time.GetUtcNow().AddDays(-1), default).FirstAsync(e => e.Action == "process.mend");
        Assert.Contains("name: Elecciones corregir-2021 => Corregido", entry.Detail, StringComparison.Ordinal);
        Assert.EndsWith("reason: Nombre equivocado", entry.Detail, StringComparison.Ordinal);

        // What is left out is taken away.
        using var again = await PutAsync("corregir-2021", Body("Corregido", "America/Tijuana", "2021-06-13"));
        Assert.Equal(JsonValueKind.Null, (await again.JsonAsync()).GetProperty("shortName").ValueKind);
    }

    [Fact]
    public async Task Day_and_zone_are_fixed_once_the_calendar_has_begun_and_the_name_once_people_can_take_part()
    {
        await app.CreateProcessAsync("empezado-2021", TestCalendar.Empty.With("information", ("2021-05-10T12:05:00", "2021-06-03T00:00:00")));
        using var late = await PutAsync("empezado-2021", Body("Otro nombre", "America/Tijuana", "2021-06-13"));
        var problem = await late.ProblemAsync(409, "process_begun");
        Assert.Equal(["timeZone", "electionDay"], problem.GetProperty("errors").Names());
        Assert.Contains("primera actividad", problem.GetProperty("errors").GetProperty("electionDay")[0].GetString(), StringComparison.Ordinal);
        using var name = await PutAsync("empezado-2021", Body("Otro nombre", draft: true));
        Assert.Equal("Otro nombre", (await name.JsonAsync()).Text("name"));

        await app.CreateProcessAsync("abierto-2021", SharedApp.AllOpen);
        using var open = await PutAsync("abierto-2021", Body("Otro nombre", draft: true));
        Assert.Equal(["name", "draft"], (await open.ProblemAsync(409, "process_begun")).GetProperty("errors").Names());
        using var same = await PutAsync("abierto-2021", Body("Elecciones abierto-2021"));
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
    }

    [Fact]
    public async Task A_mending_needs_the_version_that_was_read_and_says_whether_the_process_is_a_draft()
    {
        await app.CreateProcessAsync("mejora-2021", Later);
        using var without = await app.Operator.PutAsync("processes/mejora-2021", Answers.Json(Body("Otro")));
        await without.ProblemAsync(428, "precondition_required");
        using var old = await SendAsync("mejora-2021", Body("Otro"), "\"old\"");
        await old.ProblemAsync(412, "precondition_failed");
        using var silent = await PutAsync("mejora-2021", new { name = "Otro", timeZone = "Mexico", electionDay = "1826-06-06" });
        Assert.Equal(["timeZone", "electionDay", "draft"], await silent.InvalidFieldsAsync());
        using var nowhere = await SendAsync("no-hay", Body("Otro"), "*");
        await nowhere.ProblemAsync(404, "process_not_found");
    }

    [Fact]
    public async Task A_draft_is_not_listed_and_has_its_address_and_is_published_at_any_time()
    {
        await app.CreateProcessAsync("borrador-2021", Later);
        using var hidden = await PutAsync("borrador-2021", Body("Borrador", draft: true));
        Assert.True((await hidden.JsonAsync()).GetProperty("draft").GetBoolean());
        Assert.DoesNotContain("borrador-2021", await ListedAsync());
        Assert.True((await app.Client.GetJsonAsync("processes/borrador-2021")).GetProperty("draft").GetBoolean());

        using var shown = await PutAsync("borrador-2021", Body("Borrador"));
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Contains("borrador-2021", await ListedAsync());

        async Task<List<string>> ListedAsync() => [.. (await app.Client.GetJsonAsync("processes?limit=500")).GetProperty("items").EnumerateArray().Select(p => p.Text("id"))];
    }

    private static object Body(string name, string timeZone = "America/Mexico_City", string electionDay = "2021-06-06", bool draft = false) =>
        new { name, timeZone, electionDay, draft };

    private async Task<HttpResponseMessage> PutAsync(string process, object body) => await SendAsync(process, body, (await app.TagOfAsync(process)).Tag);

    private async Task<HttpResponseMessage> SendAsync(string process, object body, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"processes/{process}") { Content = Answers.Json(body) };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await app.Operator.SendAsync(request);
    }
}
