using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Imports;

[Collection(SharedApp.Name)]
public sealed class PostImportTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Process = "importa-2021";

    private readonly TestApp app = shared.App;

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task An_accepted_file_has_a_location_that_reports_its_import(string end)
    {
        await CreateAsync();
        using var answer = await PostAsync("districts" + end, "number,seat\n1,Chalco\n");
        var receipt = await answer.JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(["import"], receipt.Names());
        Assert.Equal($"/api/v1/processes/{Process}/operator/imports/{receipt.Text("import")}", answer.Headers.Location?.ToString());
        using var state = await app.Operator.GetAsync(answer.Headers.Location);
        await state.JsonAsync();
    }

    [Fact]
    public async Task A_dry_run_says_what_would_change_and_changes_nothing()
    {
        await CreateAsync();
        await app.ImportedAsync(Process, "municipalities", "code,name,lat,lon\n15106,Toluca,19.2,-99.6\n");
        using var before = await app.Operator.GetAsync($"processes/{Process}");

        using var answer = await PostAsync("municipalities?dryRun=true", "code,name,lat,lon\n15106,Toluca de Lerdo,19.2,-99.6\n15025,Chalco,19.2,-98.9\n");
        await answer.JsonAsync(HttpStatusCode.Accepted);
        var state = await EndAsync(answer);

        Assert.Equal((true, "done"), (state.GetProperty("dryRun").GetBoolean(), state.Text("status")));
        var changes = state.GetProperty("changes");
        Assert.Equal(("15025", "15106"), (changes.GetProperty("added").GetProperty("keys")[0].GetString(), changes.GetProperty("changed").GetProperty("keys")[0].GetString()));
        using var after = await app.Operator.GetAsync($"processes/{Process}");
        Assert.Equal(await before.Content.ReadAsStringAsync(), await after.Content.ReadAsStringAsync());
        // What is published is what was: the same dry run finds the same changes.
        using var again = await PostAsync("municipalities?dryRun=true", "code,name,lat,lon\n15106,Toluca de Lerdo,19.2,-99.6\n15025,Chalco,19.2,-98.9\n");
        Assert.Equal(changes.GetRawText(), (await EndAsync(again)).GetProperty("changes").GetRawText());
        using var listed = await app.Operator.GetAsync($"processes/{Process}/operator/imports?dataset=municipalities");
        Assert.Equal([false, true, true], (await listed.JsonAsync()).Items().Select(i => i.GetProperty("dryRun").GetBoolean()).Order());

        using var refused = await PostAsync("municipalities?dryRun=si", "code,name,lat,lon\n");
        Assert.Equal(["dryRun"], await refused.InvalidFieldsAsync());
    }

    [Theory]
    [InlineData("?file=Distritos%20(versi%C3%B3n%202).csv", null, "Distritos (versión 2).csv")]
    [InlineData("", "attachment; filename=\"distritos.csv\"", "distritos.csv")]
    [InlineData("", "attachment; filename=\"d.csv\"; filename*=UTF-8''versi%C3%B3n.csv", "versión.csv")]
    [InlineData("?file=a.csv", "attachment; filename=b.csv", "a.csv")]
    [InlineData("?file=..%2F..%2Fa%0D%0A.csv", null, "a.csv")]
    [InlineData("?file=", "filename", null)]
    [InlineData("", "attachment; filename=\"\"", null)]
    public async Task An_import_remembers_the_name_of_its_file(string query, string? disposition, string? name)
    {
        await CreateAsync();
        using var content = new StringContent("number,seat\n1,Chalco\n", null, "text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"processes/{Process}/operator/imports/districts{query}") { Content = content };
        if (disposition is not null) content.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        using var answer = await app.Operator.SendAsync(request);
        await answer.JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(name, (await app.Operator.GetJsonAsync(answer.Headers.Location!.ToString())).GetProperty("file").GetString());
    }

    [Theory]
    [InlineData("nada")]
    [InlineData("Districts")]
    [InlineData("districts.csv")]
    public async Task An_unknown_dataset_is_not_found(string dataset)
    {
        using var answer = await PostAsync(dataset, "number,seat\n", process: SharedApp.Open);
        await answer.ProblemAsync(404, "not_found");
    }

    [Theory]
    [InlineData("districts", null)]
    [InlineData("districts", "image/png")]
    [InlineData("districts", "application/pdf")]
    [InlineData("districts", "csv")]
    [InlineData("platforms", "text/csv")]
    [InlineData("platforms", null)]
    public async Task A_file_in_a_format_that_its_dataset_does_not_take_is_refused(string dataset, string? type)
    {
        using var answer = await PostAsync(dataset, "[]", type, SharedApp.Open);
        var problem = await answer.ProblemAsync(415, "unsupported_media_type");
        Assert.Contains("application/json", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_over_thirty_megabytes_is_refused_with_or_without_a_declared_length(bool declared)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"processes/{SharedApp.Open}/operator/imports/districts")
        {
            Content = new ByteArrayContent(new byte[30_000_001]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        request.Headers.TransferEncodingChunked = declared ? null : true;
        // Send the whole body, as a proxy does: if the server hangs up before the end, the caller gets a 502.
        request.Headers.ExpectContinue = false;
        using var answer = await app.Operator.SendAsync(request);
        await answer.ProblemAsync(413, "body_too_large");
    }

    private async Task<JsonElement> EndAsync(HttpResponseMessage accepted)
    {
        JsonElement state = default;
        await TestApp.WaitUntilAsync(
            async () => (state = await app.Operator.GetJsonAsync(accepted.Headers.Location!.ToString())).Text("status") is "done" or "failed", "the import ends");
        return state;
    }

    private async Task CreateAsync()
    {
        using var answer = await app.Client.GetAsync($"processes/{Process}");
        if (answer.StatusCode == HttpStatusCode.NotFound) await app.CreateProcessAsync(Process);
    }

    private Task<HttpResponseMessage> PostAsync(string dataset, string body, string? type = "text/csv", string process = Process)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null) content.Headers.TryAddWithoutValidation("Content-Type", type);
        return app.Operator.PostAsync($"processes/{process}/operator/imports/{dataset}", content);
    }
}
