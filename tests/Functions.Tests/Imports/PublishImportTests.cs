using System.Net;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Imports;

[Collection(SharedApp.Name)]
public sealed class PublishImportTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    [Fact]
    public async Task A_file_is_published_again_and_served_again()
    {
        const string Process = "vuelve-2021";
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        var first = (await app.ImportAsync(Process, "districts", "number,seat\n1,Chalco\n")).Text("import");
        await app.ImportedAsync(Process, "districts", "number,seat\n1,Otro\n");

        using var tried = await AgainAsync(Process, first, "?dryRun=true");
        var state = await EndAsync(tried);
        Assert.Equal(("done", true, 1), (state.Text("status"), state.GetProperty("dryRun").GetBoolean(), state.GetProperty("changes").GetProperty("changed").GetProperty("count").GetInt32()));
        Assert.Equal("Otro", await SeatAsync(Process));

        using var answer = await AgainAsync(Process, first);
        state = await EndAsync(answer);
        Assert.Equal($"/api/v1/processes/{Process}/operator/imports/{state.Text("import")}", answer.Headers.Location?.ToString());
        Assert.Equal(("done", first, false), (state.Text("status"), state.Text("from"), state.GetProperty("dryRun").GetBoolean()));
        Assert.NotEqual(first, state.Text("import"));
        Assert.Equal("Chalco", await SeatAsync(Process));

        using var notAFlag = await AgainAsync(Process, first, "?dryRun=quiza");
        Assert.Equal(["dryRun"], await notAFlag.InvalidFieldsAsync());
    }

    [Fact]
    public async Task What_was_never_published_is_refused_with_the_reason()
    {
        const string Process = "nunca-2021";
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        var failed = await app.ImportAsync(Process, "districts", "number,seat\n1,\n");
        using var content = new StringContent("number,seat\n1,Chalco\n", null, "text/csv");
        using var sent = await app.Operator.PostAsync($"processes/{Process}/operator/imports/districts?dryRun=true", content);
        var tried = await EndAsync(sent);

        using var never = await AgainAsync(Process, failed.Text("import"));
        Assert.Contains("no llegó a publicarse", (await never.ProblemAsync(409, "import_not_published")).Text("title"), StringComparison.Ordinal);
        using var wasDryRun = await AgainAsync(Process, tried.Text("import"));
        await wasDryRun.ProblemAsync(409, "import_was_dry_run");
        foreach (var unknown in (string[])["x", "01980000-0000-7000-8000-000000000000"])
        {
            using var missing = await AgainAsync(Process, unknown);
            await missing.ProblemAsync(404, "not_found");
        }

        var done = await app.ImportAsync(Process, "districts", "number,seat\n1,Chalco\n");
        var files = new Azure.Storage.Blobs.BlobContainerClient(app.Storage, $"{app.Prefix}-imports");
        await files.DeleteBlobAsync($"{Process}/{done.Text("import")}");
        using var gone = await AgainAsync(Process, done.Text("import"));
        await gone.ProblemAsync(409, "import_file_gone");
    }

    private async Task<string> SeatAsync(string process) => (await app.Client.GetJsonAsync($"processes/{process}/districts/1")).Text("seat");

    private Task<HttpResponseMessage> AgainAsync(string process, string import, string query = "") =>
        app.Operator.PostAsync($"processes/{process}/operator/imports/{import}/publish{query}", null);

    private async Task<JsonElement> EndAsync(HttpResponseMessage accepted)
    {
        Assert.Equal(["import"], (await accepted.JsonAsync(HttpStatusCode.Accepted)).Names());
        JsonElement state = default;
        await TestApp.WaitUntilAsync(
            async () => (state = await app.Operator.GetJsonAsync(accepted.Headers.Location!.ToString())).Text("status") is "done" or "failed", "the import ends");
        return state;
    }
}
