using System.Net;
using System.Net.Http.Headers;
using System.Text;
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
