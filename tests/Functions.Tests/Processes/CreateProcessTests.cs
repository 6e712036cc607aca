using System.Net;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Processes;

[Collection(SharedApp.Name)]
public sealed class CreateProcessTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    [Theory]
    [InlineData("processes")]
    [InlineData("processes/")]
    public async Task A_created_process_is_readable_at_its_location_at_once(string address)
    {
        var id = $"nuevo-{address.Length}";
        using var answer = await PostAsync(id, address: address);
        var created = await answer.JsonAsync(HttpStatusCode.Created);
        Assert.Equal($"/api/v1/processes/{id}", answer.Headers.Location?.ToString());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal(created.GetRawText(), (await app.Client.GetJsonAsync($"processes/{id}")).GetRawText());
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Edomex-2021")]
    [InlineData("2021-edomex")]
    [InlineData("edomex--2021")]
    [InlineData("edomex-")]
    [InlineData("-edomex")]
    [InlineData("edoméx")]
    [InlineData("edomex/2021")]
    [InlineData("edomex 2021")]
    [InlineData("edomex-2021-edomex-2021-edomex-")]
    [InlineData(null)]
    [InlineData("mesa")]
    [InlineData("api")]
    [InlineData("en")]
    [InlineData("sin-conexion")]
    [InlineData("installation")]
    [InlineData("admin")]
    [InlineData("runtime")]
    [InlineData("entrar")]
    [InlineData("cuenta")]
    [InlineData("edomex.2021")]
    public async Task A_missing_or_malformed_process_id_is_refused(string? id)
    {
        using var answer = await PostAsync(id);
        Assert.Equal(["id"], await answer.InvalidFieldsAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("dos\nlíneas")]
    [InlineData("nul\0o")]
    public async Task A_missing_or_malformed_process_name_is_refused(string? name)
    {
        using var answer = await PostAsync("otro-2021", name);
        Assert.Equal(["name"], await answer.InvalidFieldsAsync());
        using var tooLong = await PostAsync("otro-2021", new string('ñ', 201));
        Assert.Equal(["name"], await tooLong.InvalidFieldsAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Mexico")]
    [InlineData("America")]
    [InlineData("../../../etc/passwd")]
    [InlineData("zone.tab")]
    [InlineData("Central Standard Time (Mexico)")]
    [InlineData("America/Mexico_City\0")]
    [InlineData("-05:00")]
    public async Task A_time_zone_outside_the_IANA_database_is_refused(string? timeZone)
    {
        using var answer = await PostAsync("otro-2021", timeZone: timeZone);
        Assert.Equal(["timeZone"], await answer.InvalidFieldsAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2021-6-6")]
    [InlineData("2021-02-30")]
    [InlineData("06/06/2021")]
    [InlineData("2021-06-06T00:00:00Z")]
    [InlineData("1826-06-06")]
    [InlineData("1989-12-31")]
    [InlineData("2101-01-01")]
    public async Task An_election_day_that_is_not_a_date_is_refused(string? day)
    {
        using var answer = await PostAsync("otro-2021", electionDay: day);
        Assert.Equal(["electionDay"], await answer.InvalidFieldsAsync());
    }

    [Fact]
    public async Task A_refusal_lists_every_error_at_once_in_the_callers_language()
    {
        using var empty = await app.Operator.PostAsync("processes", Answers.Json("{}"));
        Assert.Equal(["id", "name", "timeZone", "electionDay", "activities"], await empty.InvalidFieldsAsync());

        using var request = new HttpRequestMessage(HttpMethod.Post, "processes") { Content = Answers.Json("{}") };
        request.Headers.AcceptLanguage.ParseAdd("en");
        using var english = await app.Operator.SendAsync(request);
        var problem = await english.ProblemAsync(400, "invalid_input");
        Assert.Equal("is required", problem.GetProperty("errors").GetProperty("activities")[0].GetString());
    }

    [Theory]
    [InlineData("mismo-2021", "mismo-2021")]
    [InlineData("mis-2021", "mis2021")]
    [InlineData("mas-2021", "ma-s2021")]
    public async Task A_process_id_is_taken_once_with_or_without_its_hyphens(string first, string second)
    {
        using var created = await PostAsync(first);
        await created.JsonAsync(HttpStatusCode.Created);
        using var again = await PostAsync(second);
        await again.ProblemAsync(409, "process_exists");
    }

    [Fact]
    public async Task Concurrent_requests_with_one_id_create_one_process()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync("carrera-2021")));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        foreach (var lost in answers.Where(a => a.StatusCode != HttpStatusCode.Created)) await lost.ProblemAsync(409, "process_exists");
    }

    [Fact]
    public async Task What_pages_show_of_a_process_is_said_at_its_creation_and_every_error_in_it_names_its_field()
    {
        using var answer = await app.Operator.PostAsync("processes", Answers.Json(new
        {
            id = "completo-2021",
            name = "Un proceso",
            shortName = " Completo ",
            territory = "Estado de México",
            institute = new { name = "Instituto", site = "https://instituto.example.mx", contact = "contacto@instituto.example.mx" },
            demonstration = true,
            timeZone = "America/Mexico_City",
            electionDay = "2021-06-06",
            activities = SharedApp.AllOpen.Activities,
        }));
        var made = await answer.JsonAsync(HttpStatusCode.Created);
        Assert.Equal(("Completo", "Estado de México"), (made.Text("shortName"), made.Text("territory")));
        Assert.Equal("""{"name":"Instituto","site":"https://instituto.example.mx","contact":"contacto@instituto.example.mx"}""", made.GetProperty("institute").GetRawText());
        Assert.True(made.GetProperty("demonstration").GetBoolean());
        Assert.Equal("participation", made.Text("phase"));

        using var wrong = await app.Operator.PostAsync("processes", Answers.Json(new
        {
            id = "errores-2021",
            name = "Un proceso",
            shortName = new string('x', 61),
            territory = "dos\nlíneas",
            institute = new { site = "http://instituto.example.mx" },
            timeZone = "America/Mexico_City",
            electionDay = "2021-06-06",
            activities = SharedApp.AllOpen.Activities,
        }));
        Assert.Equal(["shortName", "territory", "institute.name", "institute.site"], await wrong.InvalidFieldsAsync());
    }

    private Task<HttpResponseMessage> PostAsync(
        string? id, string? name = "Un proceso", string? timeZone = "America/Mexico_City", string? electionDay = "2021-06-06", string address = "processes") =>
        app.Operator.PostAsync(address, Answers.Json(new { id, name, timeZone, electionDay, activities = SharedApp.AllOpen.Activities }));
}
