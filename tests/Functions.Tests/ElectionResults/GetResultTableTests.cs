using System.Globalization;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.ElectionResults;

[Collection(SharedApp.Name)]
public sealed class GetResultTableTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    [Fact]
    public async Task The_result_table_has_the_columns_of_the_import_and_then_names()
    {
        using var answer = await app.Client.GetAsync($"processes/{SharedApp.Open}/results.csv");
        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal("level,territory,option,votes,status,source,optionName,districtSeat,municipalityName", lines[0]);
        Assert.Equal("district,7,sol,30,provisional,Programa preliminar,Partido del Sol,Cabecera 7,", lines[1]);
        Assert.Contains("municipality,15106,sol+luna,101,definitive,\"Cómputo municipal, 9 de junio\",Partido del Sol + Partido de la Luna,,Toluca", lines);
        Assert.Contains("district,7,null,1,provisional,Programa preliminar,Votos nulos,Cabecera 7,", lines);
        Assert.DoesNotContain(lines, line => line.Contains(",total,", StringComparison.Ordinal));
        Assert.Equal("", lines[^1]);
    }

    [Fact]
    public async Task The_result_table_for_people_is_worded_in_their_language()
    {
        var spanish = (await app.Client.GetStringAsync($"processes/{SharedApp.Open}/results.csv?lang=es&excel=true")).Split("\r\n");
        Assert.Equal("Nivel,Territorio,Opción,Votos,Estado,Fuente,Nombre de la opción,Cabecera distrital,Municipio", spanish[0].TrimStart('\uFEFF'));
        Assert.Contains("Distrito,7,Votos nulos,1,Preliminar,Programa preliminar,Votos nulos,Cabecera 7,", spanish);
        var english = (await app.Client.GetStringAsync($"processes/{SharedApp.Open}/results.csv?lang=en")).Split("\r\n");
        Assert.Contains("Municipality,15106,Registered voters,2000,Definitive,\"Cómputo municipal, 9 de junio\",Registered voters,,Toluca", english);
    }

    [Fact]
    public async Task Importing_the_result_table_changes_nothing()
    {
        const string Process = "ida-y-vuelta";
        await Example.LoadAsync(app, Process, SharedApp.AllOpen);
        var file = await app.Client.GetStringAsync($"processes/{Process}/results.csv");
        var state = await app.ImportAsync(Process, "results", file);
        Assert.Equal("done", state.Text("status"));
        foreach (var kind in (string[])["added", "changed", "removed"]) Assert.Equal(0, state.GetProperty("changes").GetProperty(kind).GetProperty("count").GetInt32());
        Assert.Equal(file, await app.Client.GetStringAsync($"processes/{Process}/results.csv"));
    }

    [Fact]
    public async Task A_formula_is_exported_as_text_and_imports_back_unchanged()
    {
        const string Process = "formula-2021";
        const string Source = "=HYPERLINK(\"http://x\")";
        await Example.LoadAsync(app, Process, SharedApp.AllOpen);
        await app.ImportedAsync(Process, "results", Example.Results.Replace("Programa preliminar", "\"=HYPERLINK(\"\"http://x\"\")\"", StringComparison.Ordinal));
        var file = await app.Client.GetStringAsync($"processes/{Process}/results.csv");
        Assert.Contains("district,7,sol,30,provisional,\"'=HYPERLINK(\"\"http://x\"\")\",", file, StringComparison.Ordinal);
        await app.ImportedAsync(Process, "results", file);
        Assert.Equal(Source, (await app.Client.GetJsonAsync($"processes/{Process}/results/districts/7")).Text("source"));
    }

    [Fact]
    public async Task A_count_that_does_not_add_up_is_refused_with_both_sums_and_its_territory()
    {
        var file = Example.Results.Replace("mar,801", "mar,800", StringComparison.Ordinal);
        var state = await app.ImportAsync(SharedApp.Open, "results", file);
        Assert.Equal("failed", state.Text("status"));
        var error = state.GetProperty("errors").EnumerateArray().Single(e => e.Text("code") == "bad_sum");
        Assert.Equal((9, "votes"), (error.GetProperty("row").GetInt32(), error.Text("column")));
        foreach (var part in (string[])["15106", "1674", "1675"]) Assert.Contains(part, error.Text("message"), StringComparison.Ordinal);
        Assert.Equal(801, (await app.Client.GetJsonAsync($"processes/{SharedApp.Open}/results/municipalities/15106")).GetProperty("options")[1].GetProperty("votes").GetInt32());
    }

    [Fact]
    public async Task Results_are_served_only_in_their_windows_and_caches_expire_at_the_close()
    {
        await using var own = await TestApp.StartAsync(new TestAppOptions { At = "2021-06-09T23:59:59-05:00" });
        await Example.LoadAsync(own, "edomex-2021", TestCalendar.Empty.With("results", ("2021-06-10T00:00:00-05:00", "2021-06-10T00:01:30-05:00")));
        string[] addresses = ["results", "results.csv", "results/districts/7", "results/municipalities/15106"];
        foreach (var address in addresses)
        {
            using var early = await own.Client.GetAsync($"processes/edomex-2021/{address}");
            await early.ProblemAsync(403, "activity_closed");
        }

        own.Time.Advance(TimeSpan.FromSeconds(1));
        await AssertKeptAsync(90);
        own.Time.Advance(TimeSpan.FromSeconds(80));
        await AssertKeptAsync(10);
        own.Time.Advance(TimeSpan.FromSeconds(10));
        foreach (var address in addresses)
        {
            using var late = await own.Client.GetAsync($"processes/edomex-2021/{address}");
            await late.ProblemAsync(403, "activity_closed");
        }

        async Task AssertKeptAsync(int most)
        {
            foreach (var address in addresses)
            {
                using var answer = await own.Client.GetAsync($"processes/edomex-2021/{address}");
                Assert.True(answer.IsSuccessStatusCode, address);
                var seconds = answer.Headers.CacheControl!.Extensions.Select(e => int.Parse(e.Value!, CultureInfo.InvariantCulture));
                Assert.All(seconds, s => Assert.InRange(answer.Headers.CacheControl.MaxAge!.Value.TotalSeconds + s, 0, most));
            }
        }
    }
}
