using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Imports;

[Collection(SharedApp.Name)]
public sealed class ListImportsTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Districts = "number,seat\n1,Chalco\n2,Toluca\n";

    private readonly TestApp app = shared.App;

    [Fact]
    public async Task The_list_says_who_sent_which_file_and_what_it_changed()
    {
        const string Process = "lista-de-cargas-2021";
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        Assert.Empty((await ListAsync(Process)).Items());
        await app.ImportedAsync(Process, "districts", Districts);
        var first = Assert.Single((await ListAsync(Process)).Items());

        Assert.Equal(
            ["import", "dataset", "status", "dryRun", "from", "sentBy", "sentAt", "file", "sha256", "bytes", "rows", "accepted", "rejected", "added", "changed", "removed"],
            first.Names());
        Assert.Equal(("districts", "done", "operator-key"), (first.Text("dataset"), first.Text("status"), first.Text("sentBy")));
        Assert.Equal((2, 2, 0), (Number(first, "rows"), Number(first, "added"), Number(first, "changed")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Districts))), first.Text("sha256"));
        Assert.Equal(Districts.Length, Number(first, "bytes"));
        Assert.Equal("2021-05-10T12:00:00-05:00", first.Text("sentAt"));
        Assert.Equal((JsonValueKind.False, JsonValueKind.Null, JsonValueKind.Null), (Kind(first, "dryRun"), Kind(first, "from"), Kind(first, "file")));
        // The import itself says the same.
        var state = await app.Operator.GetJsonAsync($"processes/{Process}/operator/imports/{first.Text("import")}");
        foreach (var name in (string[])["import", "dataset", "status", "sentBy", "sentAt", "sha256"]) Assert.Equal(first.Text(name), state.Text(name));
    }

    [Fact]
    public async Task The_list_comes_in_pages_and_by_dataset()
    {
        const string Process = "lista-paginas-2021";
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        for (var i = 0; i < 3; i++) await app.ImportedAsync(Process, "districts", Districts);
        await app.ImportedAsync(Process, "contenders", Example.Contenders);

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            using var answer = await app.Operator.GetAsync($"processes/{Process}/operator/imports?limit=2&dataset=districts{(cursor is null ? "" : $"&cursor={cursor}")}");
            var page = await answer.JsonAsync();
            Assert.Equal(page.GetProperty("next").ValueKind == JsonValueKind.Null, !answer.Headers.Contains("Link"));
            seen.AddRange(page.Items().Select(i => i.Text("import")));
            Assert.All(page.Items(), i => Assert.Equal("districts", i.Text("dataset")));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        Assert.Equal((3, 3), (seen.Count, seen.Distinct().Count()));
        Assert.Equal(4, (await ListAsync(Process, "?dataset=")).Items().Count);

        // A cursor of one list leads nowhere in another, and no text that a caller makes up reaches a key.
        var next = (await ListAsync(Process, "?limit=1&dataset=districts")).Text("next");
        foreach (var bad in (string[])[next, "x", "aW1wb3J0cwpsYXRlc3QtZGlzdHJpY3Rz"])
        {
            using var refused = await app.Operator.GetAsync($"processes/{Process}/operator/imports?cursor={bad}");
            await refused.ProblemAsync(400, "bad_cursor");
        }

        using var unknown = await app.Operator.GetAsync($"processes/{Process}/operator/imports?dataset=distritos");
        Assert.Contains("geometry-districts", (await unknown.ProblemAsync(400, "invalid_input")).GetProperty("errors").GetProperty("dataset")[0].GetString(), StringComparison.Ordinal);
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static JsonValueKind Kind(JsonElement element, string name) => element.GetProperty(name).ValueKind;

    private Task<JsonElement> ListAsync(string process, string query = "") => app.Operator.GetJsonAsync($"processes/{process}/operator/imports{query}");
}
