using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>Imports the municipal results of 2021: what is accepted, what is refused and what everybody sees.</summary>
public sealed class RealResultsJourney
{
    private const string Process = "edomex-2021";
    private const string ByParty = "results/ayuntamientos_2021_municipio_partido.csv";
    private const string ByCandidacy = "results/ayuntamientos_2021_municipio_candidatura.csv";

    private static readonly string[] Columns =
    [
        "pan", "pri", "prd", "pt", "pvem", "mc", "morena", "naem", "pes", "rsp", "fxm", "pan_pri_prd", "pan_pri", "pan_prd", "pri_prd",
        "pt_morena_naem", "pt_morena", "pt_naem", "morena_naem", "pt_morena_naem_cc",
        .. Enumerable.Range(1, 15).Select(n => $"independiente_{n}"), "noreg", "nulos", "total", "nominal",
    ];

    [RealDataFact]
    public async Task The_counts_of_2021_agree_with_their_source_to_the_vote()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { At = "2021-06-09T23:59:59-05:00" });
        var institute = new Institute(new HttpClient { BaseAddress = app.Root });
        await institute.CreateProcessAsync(Process);
        await institute.MustImportAsync(Process, "municipalities", RealData.Municipalities);
        await institute.MustImportAsync(Process, "contenders", RealData.AllContenders);

        // With too many votes the file is refused and the municipality named.
        var file = Results("ordinaria");
        var refused = await institute.ImportAsync(Process, "results", file.Replace("15106,mc,", "15106,mc,1", StringComparison.Ordinal));
        Assert.Equal("failed", refused.GetProperty("status").GetString());
        Assert.All(refused.GetProperty("errors").EnumerateArray(), e => Assert.Equal("bad_sum", e.GetProperty("code").GetString()));
        Assert.Contains("15106", refused.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        await institute.MustImportAsync(Process, "results", file);

        using var early = await app.Client.GetAsync($"processes/{Process}/results");
        Assert.Equal(HttpStatusCode.Forbidden, early.StatusCode);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var results = await AllAsync(app, Process);
        Assert.Equal(125, results.Count);
        Assert.Equal(6_687_908, results.Sum(r => r.GetProperty("total").GetInt32()));
        AssertAgree(results.Where(r => Code(r) != "15059"), "ordinaria");

        // Nextlalpan's boxes were not counted.
        var nextlalpan = results.Single(r => Code(r) == "15059");
        Assert.False(nextlalpan.GetProperty("counted").GetBoolean());
        Assert.Equal((0, 31_281), (nextlalpan.GetProperty("options").GetArrayLength(), nextlalpan.GetProperty("registeredVoters").GetInt32()));
        Assert.Equal(JsonValueKind.Null, nextlalpan.GetProperty("turnout").ValueKind);

        // The public download equals the import.
        var table = await app.Client.GetStringAsync($"processes/{Process}/results.csv");
        var again = await institute.ImportAsync(Process, "results", table);
        Assert.Equal("done", again.GetProperty("status").GetString());
        foreach (var kind in (string[])["added", "changed", "removed"]) Assert.Equal(0, again.GetProperty("changes").GetProperty(kind).GetProperty("count").GetInt32());
        Assert.Equal(table, await app.Client.GetStringAsync($"processes/{Process}/results.csv"));
    }

    [RealDataFact]
    public async Task An_extraordinary_election_is_a_process_of_its_own()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { At = "2021-11-17T12:00:00-06:00" });
        var institute = new Institute(new HttpClient { BaseAddress = app.Root });
        var calendar = TestCalendar.Empty.With("results", ("2021-11-17T00:00:00-06:00", "2022-12-31T00:00:00-06:00"));
        foreach (var (process, code, contenders, results) in (IEnumerable<(string, string, string, string)>)
        [
            ("nextlalpan-2021", "15059", RealData.AllContenders, Results("extraordinaria")),
            // For Atlautla only the votes of each candidacy are published: a coalition is one option.
            ("atlautla-2022", "15015", RealData.ContendersOfAtlautla, Atlautla()),
        ])
        {
            await app.CreateProcessAsync(process, calendar);
            await institute.MustImportAsync(process, "municipalities", RealData.Municipalities);
            await institute.MustImportAsync(process, "contenders", contenders);
            await institute.MustImportAsync(process, "results", results);
            var result = Assert.Single(await AllAsync(app, process));
            Assert.Equal(code, Code(result));
            AssertAgree([result], "extraordinaria");
        }

        var atlautla = await app.Client.GetFromJsonAsync<JsonElement>("processes/atlautla-2022/results/municipalities/15015");
        Assert.Equal((12_929, 0.578712), (atlautla.GetProperty("total").GetInt32(), atlautla.GetProperty("turnout").GetDouble()));
        Assert.Equal("""["pan","pri"]""", atlautla.GetProperty("options")[2].GetProperty("contenders").GetRawText());
    }

    private static string Atlautla() => Lines(true, "15015", RealData.RowsOf(ByCandidacy)
        .Where(row => row("municipio_inegi") == "15015" && row("tipo_eleccion") == "extraordinaria")
        .Select(row => (row("candidatura").ToLowerInvariant(), row("votos")))
        .Append(("registered-voters", "22341")));

    // Checks votes, place and share of each candidacy; then turnout, and that distributing the votes lost none.
    private static void AssertAgree(IEnumerable<JsonElement> results, string election)
    {
        var candidacies = RealData.RowsOf(ByCandidacy).Where(row => row("tipo_eleccion") == election)
            .ToLookup(row => row("municipio_inegi"), Candidacy.From, StringComparer.Ordinal);
        var turnouts = RealData.RowsOf(ByParty).Where(row => row("tipo_eleccion") == election)
            .ToDictionary(row => row("municipio_inegi"), row => row("participacion_pct"), StringComparer.Ordinal);
        foreach (var result in results)
        {
            var options = result.GetProperty("options").EnumerateArray().ToList();
            var source = candidacies[Code(result)].ToList();
            // The source gives equal votes consecutive places; here they share the place.
            Assert.Equal(
                source.Select(c => c with { Place = source.Where(other => other.Votes == c.Votes).Min(other => other.Place), Percent = null }).OrderBy(c => (c.Place, c.Id)),
                options.Select(Candidacy.From).OrderBy(c => (c.Place, c.Id)));
            Assert.Equal(source.Count(c => c.Votes == source[0].Votes) > 1, result.GetProperty("tie").GetBoolean());
            foreach (var (candidacy, option) in source.Zip(options).Where(pair => pair.First.Percent is not null))
            {
                Assert.Equal(candidacy.Percent!.Value, option.GetProperty("share").GetDouble() * 100, 0.001);
            }

            if (turnouts.TryGetValue(Code(result), out var turnout))
            {
                Assert.Equal(double.Parse(turnout, CultureInfo.InvariantCulture), result.GetProperty("turnout").GetDouble() * 100, 0.006);
            }

            Assert.Equal(
                options.Sum(o => o.GetProperty("votes").GetInt32()), result.GetProperty("parties").EnumerateArray().Sum(p => p.GetProperty("votes").GetInt32()));
        }
    }

    private static string Results(string election) => string.Concat(RealData.RowsOf(ByParty).Where(row => row("tipo_eleccion") == election).Select((row, i) => Lines(
        i == 0, row("municipio_inegi"), Columns.Select(column => (Option(column), row(column))).Where(line => line.Item2 != "0"))));

    private static string Lines(bool header, string code, IEnumerable<(string Option, string Votes)> lines)
    {
        var text = new StringBuilder(header ? "level,territory,option,votes,status,source\r\n" : "");
        foreach (var (option, votes) in lines) text.Append(CultureInfo.InvariantCulture, $"municipality,{code},{option},{votes},definitive,IEEM\r\n");
        return text.ToString();
    }

    private static string Option(string column) => column switch
    {
        "pt_morena_naem_cc" => "cc-jhem",
        "noreg" => "unregistered",
        "nulos" => "null",
        "total" => "total",
        "nominal" => "registered-voters",
        _ when column.StartsWith("independiente", StringComparison.Ordinal) => column.Replace('_', '-'),
        _ => column.Replace('_', '+'),
    };

    private static string Code(JsonElement result) => result.GetProperty("territory").GetString()!;

    private static async Task<List<JsonElement>> AllAsync(TestApp app, string process)
    {
        var results = new List<JsonElement>();
        for (var query = ""; query is not null;)
        {
            var page = await app.Client.GetFromJsonAsync<JsonElement>($"processes/{process}/results?level=municipality{query}");
            results.AddRange(page.GetProperty("items").EnumerateArray());
            query = page.GetProperty("next").GetString() is { } next ? "&cursor=" + next : null;
        }

        return results;
    }

    private sealed record Candidacy(string Id, int Votes, int Place, double? Percent)
    {
        public static Candidacy From(Func<string, string> row) => new(
            Named(row("candidatura").ToLowerInvariant()),
            int.Parse(row("votos"), CultureInfo.InvariantCulture),
            int.Parse(row("posicion"), CultureInfo.InvariantCulture),
            row("pct_total") is { Length: > 0 } percent ? double.Parse(percent, CultureInfo.InvariantCulture) : null);

        public static Candidacy From(JsonElement option) => new(
            Named(option.GetProperty("option").GetString()!), option.GetProperty("votes").GetInt32(), option.GetProperty("place").GetInt32(), null);

        // The source counts the independents of each municipality from one.
        private static string Named(string id) => id.StartsWith("ind", StringComparison.Ordinal) ? "independiente" : id;
    }
}
