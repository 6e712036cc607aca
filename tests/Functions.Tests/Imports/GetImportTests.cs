using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Imports;

[Collection(SharedApp.Name)]
public sealed class GetImportTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    [Fact]
    public async Task A_finished_import_says_how_many_rows_it_accepted()
    {
        await app.CreateProcessAsync("hecho-2021", SharedApp.AllOpen);
        var state = await app.ImportAsync("hecho-2021", "districts", "number;seat\n1;Chalco\n2;Toluca\n");
        Assert.Equal(
            [
                "import", "dataset", "status", "dryRun", "from", "sentBy", "sentAt", "file", "sha256", "bytes", "rows", "accepted", "rejected", "changes",
                "errors", "moreErrors", "consequences", "warnings", "moreWarnings",
            ],
            state.Names());
        Assert.Equal(("districts", "done"), (state.Text("dataset"), state.Text("status")));
        Assert.Equal((2, 2, 0), (state.GetProperty("rows").GetInt32(), state.GetProperty("accepted").GetInt32(), state.GetProperty("rejected").GetInt32()));
        Assert.Equal(0, state.GetProperty("errors").GetArrayLength());
        // The imported rows are published.
        Assert.Equal(2, (await app.Client.GetJsonAsync("processes/hecho-2021/districts")).Items().Count);
    }

    [Fact]
    public async Task An_import_reports_added_changed_and_removed_keys_and_repeating_it_changes_nothing()
    {
        const string Process = "cambios-2021";
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        Expect(await app.ImportAsync(Process, "districts", "number,seat\n1,Chalco\n2,Toluca\n3,Tonatico\n"), "1 2 3", "", "");
        Expect(await app.ImportAsync(Process, "districts", "number,seat\n4,Lerma\n3,Ixtapan\n1,Chalco\n"), "4", "3", "2");
        using var before = await app.Client.GetAsync($"processes/{Process}/districts");
        Expect(await app.ImportAsync(Process, "districts", "seat;number\nChalco;1\nIxtapan;3\nLerma;4\n"), "", "", "");
        using var after = await app.Client.GetAsync($"processes/{Process}/districts");
        Assert.Equal(before.Headers.ETag, after.Headers.ETag);

        static void Expect(JsonElement state, string added, string changed, string removed)
        {
            Assert.Equal("done", state.Text("status"));
            foreach (var (name, keys) in new[] { ("added", added), ("changed", changed), ("removed", removed) })
            {
                var told = state.GetProperty("changes").GetProperty(name);
                var expected = keys.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal(expected, told.GetProperty("keys").EnumerateArray().Select(k => k.GetString()).Order(StringComparer.Ordinal));
                Assert.Equal(expected.Length, told.GetProperty("count").GetInt32());
            }
        }
    }

    [Fact]
    public async Task An_import_removes_invisible_characters_and_warns_of_formulas()
    {
        const string Process = "avisos-2021";
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        var state = await app.ImportAsync(Process, "districts", "number,seat\n1\u200B,Chal\u200Bco\uFEFF\n2,\"=HYPERLINK(\"\"http://x\"\")\"\n");
        Assert.Equal("done", state.Text("status"));
        Assert.Equal(
            [(2, "number", "invisible_removed"), (2, "seat", "invisible_removed"), (3, "seat", "formula")],
            state.GetProperty("warnings").EnumerateArray().Select(w => (w.GetProperty("row").GetInt32(), w.Text("column"), w.Text("code"))));
        Assert.Equal(["Chalco", "=HYPERLINK(\"http://x\")"], (await app.Client.GetJsonAsync($"processes/{Process}/districts")).Items().Select(d => d.Text("seat")));
    }

    [Theory]
    [InlineData("es", "es", "«cero» no cumple la regla de esta columna: un número de 1 a 99, sin ceros a la izquierda.", "«1» ya está en otra fila.")]
    [InlineData("en", "en", "\"cero\" breaks the rule of this column: a number from 1 to 99, without leading zeros.", "\"1\" is in another row already.")]
    public async Task An_import_reports_every_bad_row_with_place_and_reason_and_changes_nothing(string id, string language, string badValue, string duplicate)
    {
        var process = $"malo-{id}";
        await app.CreateProcessAsync(process, SharedApp.AllOpen);
        await app.ImportedAsync(process, "districts", "number,seat\n1,Chalco\n2,Toluca\n");
        var state = await app.ImportAsync(process, "districts", "number,seat\n1,Uno\ncero,Dos\n1,Tres\n4,\n5,Cinco,más\n");
        Assert.Equal("failed", state.Text("status"));
        Assert.Equal((0, 4), (state.GetProperty("accepted").GetInt32(), state.GetProperty("rejected").GetInt32()));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"processes/{process}/operator/imports/{state.Text("import")}");
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await app.Operator.SendAsync(request);
        var errors = (await answer.JsonAsync()).GetProperty("errors").EnumerateArray().ToList();
        Assert.All(errors, e => Assert.Equal(["row", "column", "code", "message"], e.Names()));
        Assert.Equal(
            [(3, "number", "bad_value"), (4, "number", "duplicate"), (5, "seat", "required"), (6, "", "wrong_cell_count")],
            errors.Select(e => (e.GetProperty("row").GetInt32(), e.Text("column"), e.Text("code"))).Order());
        Assert.Equal(badValue, errors.Single(e => e.Text("code") == "bad_value").Text("message"));
        Assert.Equal(duplicate, errors.Single(e => e.Text("code") == "duplicate").Text("message"));

        var districts = (await app.Client.GetJsonAsync($"processes/{process}/districts")).Items();
        Assert.Equal(["Chalco", "Toluca"], districts.Select(d => d.Text("seat")));
    }

    [Fact]
    public async Task An_import_reports_causes_and_counts_what_follows_from_them()
    {
        const string Process = "causas-2021";
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        await app.ImportedAsync(Process, "districts", "number,seat\n7,Tenancingo\n8,Toluca\n");
        await app.ImportedAsync(Process, "municipalities", Example.Municipalities);
        await app.ImportedAsync(Process, "sections", Example.Sections);

        var state = await app.ImportAsync(Process, "districts", "number,seat\n7,\n8,Toluca,más\n");

        Assert.Equal([(2, "required"), (3, "wrong_cell_count")], state.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("row").GetInt32(), e.Text("code"))));
        Assert.Equal((0, 2), (state.GetProperty("moreErrors").GetInt32(), state.GetProperty("consequences").GetInt32()));

        state = await app.ImportAsync(Process, "districts", "number,seat\n" + string.Concat(Enumerable.Repeat("7\n", 1002)));
        Assert.Equal((1000, 2), (state.GetProperty("errors").GetArrayLength(), state.GetProperty("moreErrors").GetInt32()));
    }

    [Theory]
    [InlineData("districts", "number,seat\n7,\"a\nb\"\n", "una sola línea")]
    [InlineData("municipalities", "code,name,lat,lon\n15106,Toluca,19.2,\"-99,6\"\n", "con punto decimal")]
    [InlineData("contenders", "id,name,shortName,kind,members,color,elected\nx,X,12345678901234567890123456789012345678901,party,,#000000,\n", "más de 40 caracteres")]
    [InlineData("platforms", "[{\"id\":\"x\",\"sections\":[{\"id\":\"s\",\"topic\":\"Salud\",\"heading\":\"h\",\"text\":\"t\"}]}]", "letras minúsculas")]
    [InlineData("geometry-districts", "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"distrito\":7},\"geometry\":null}]}", "?key=")]
    public async Task An_import_error_states_the_rule_that_was_broken(string dataset, string file, string rule)
    {
        var state = await app.ImportAsync(SharedApp.Before, dataset, file, file[0] is '[' or '{' ? "application/json" : "text/csv");
        Assert.Contains(state.GetProperty("errors").EnumerateArray(), e => e.Text("message").Contains(rule, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("districts", "", "empty_file")]
    [InlineData("districts", "number,seat\n", "empty_file")]
    [InlineData("districts", "number\n1\n", "missing_column")]
    [InlineData("districts", "number,seat,seat\n1,a,b\n", "duplicate_column")]
    [InlineData("districts", "number,seat\n1,\"a\n", "unreadable")]
    [InlineData("sections", "section,municipality,district,registeredVoters\n0001,15106,7,10\n", "unknown_reference")]
    [InlineData("municipalities", "code,name,lat,lon\n15106,Toluca,91,0\n", "bad_value")]
    [InlineData("contenders", "id,name,shortName,kind,members,color,elected\nx,X,X,coalition,,#000000,\n", "bad_value")]
    [InlineData("platforms", "{", "unreadable")]
    [InlineData("platforms", "[]", "empty_file")]
    [InlineData("platforms", "[{\"id\":\"x\",\"title\":\"\\ud800\"}]", "bad_value")]
    [InlineData("platforms", "{\"items\":{\"a\":1}}", "unreadable")]
    [InlineData("platforms", "[1,[],null]", "unreadable")]
    [InlineData("platforms", "[{\"\\ud800\":1}]", "bad_value")]
    [InlineData("platforms", "{\"\\ud800\":1,\"items\":[]}", "empty_file")]
    [InlineData("platforms", "[{\"id\":\"x\",\"sections\":[{\"\\ud800\":1}]}]", "bad_value")]
    [InlineData("platforms", "[{\"id\":\"x\",\"sections\":[\"\\ud800\"]}]", "bad_value")]
    public async Task A_failed_import_reports_its_cause(string dataset, string file, string code)
    {
        var state = await app.ImportAsync(SharedApp.Before, dataset, file, dataset == "platforms" ? "application/json" : "text/csv");
        Assert.Equal("failed", state.Text("status"));
        Assert.Contains(code, state.GetProperty("errors").EnumerateArray().Select(e => e.Text("code")));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("01980000-0000-7000-8000-000000000000")]
    [InlineData("%7B01980000-0000-7000-8000-000000000000%7D")]
    public async Task An_unknown_import_is_not_found(string import)
    {
        using var answer = await app.Operator.GetAsync($"processes/{SharedApp.Open}/operator/imports/{import}");
        await answer.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task An_import_of_one_process_is_not_found_in_another()
    {
        var state = await app.ImportAsync(SharedApp.Before, "districts", "number,seat\n");
        using var answer = await app.Operator.GetAsync($"processes/{SharedApp.Open}/operator/imports/{state.Text("import")}");
        await answer.ProblemAsync(404, "not_found");
    }
}
