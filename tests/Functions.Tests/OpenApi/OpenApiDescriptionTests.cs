using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Processes;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.OpenApi;

public sealed class OpenApiDescriptionTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonObject Schemas = DescribedAnswers.Document["components"]!["schemas"]!.AsObject();

    [Fact]
    public void The_description_is_the_approved_one() => Approved.Matches(DescribedAnswers.Document.ToJsonString(Readable));

    [Fact]
    public void The_description_has_every_HTTP_function_under_its_name() =>
        Assert.Equal(DeclaredRoutes.All.Select(f => f.Name), DescribedAnswers.Operations.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_description_gives_the_route_method_and_credential_of_every_function()
    {
        foreach (var function in DeclaredRoutes.All)
        {
            var path = DescribedAnswers.Document["paths"]!.AsObject().Single(p => p.Value!.AsObject().Any(o => (string?)o.Value!["operationId"] == function.Name));
            Assert.Equal("/" + Shape(function.Route), Shape(path.Key));
            Assert.Equal(function.Methods[0], path.Value!.AsObject().Single(o => (string?)o.Value!["operationId"] == function.Name).Key.ToUpperInvariant());
            Assert.Equal(
                function.Role switch { Role.Visitor => ["visitor"], Role.Operator or Role.OperatorOrConfirmer => ["operatorKey"], _ => [] },
                DescribedAnswers.Operations[function.Name]["security"]!.AsArray().SelectMany(s => s!.AsObject().Select(p => p.Key)));
        }
    }

    [Fact]
    public void The_common_schema_of_problems_lists_every_refusal_code() => Assert.Equal(
        typeof(Problems).GetFields().Select(f => f.GetValue(null)).OfType<Problem>().Select(p => p.Code).Order(StringComparer.Ordinal),
        Values("Problem", "code"));

    [Fact]
    public void The_closed_sets_of_the_description_are_those_of_the_code()
    {
        Assert.Equal(ActivityNames.All, Values("Activity", "activity"));
        Assert.Equal(ActivityNames.All, Values("ActivityRequest", "activity"));
        Assert.Equal(Enum.GetNames<ContenderKind>().Select(JsonNamingPolicy.CamelCase.ConvertName), Values("Contender", "kind"));
        Assert.Equal(["idea", "proposal", "comment"], Values("CommentRequest", "kind"));
        Assert.Equal(["received", "accepted", "held", "quarantined"], Values("CommentState", "status"));
        Assert.Equal(["not_open", "awaiting_moderation", "counting", "packaging", "comparing", "stopped", "complete"], Values("Packaging", "state"));
        Assert.Contains("unknown_reference", Values("ImportError", "code"));
    }

    /// <summary>Runs all of Stoplight Spectral's rules for OpenAPI; not even a hint may remain.</summary>
    [Fact]
    public async Task Spectral_reports_nothing_about_the_description()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(file, DescribedAnswers.Document.ToJsonString(Readable));
        try
        {
            using var spectral = Process.Start(new ProcessStartInfo("node")
            {
                ArgumentList =
                {
                    Path.Combine(Repository.Root, "node_modules", "@stoplight", "spectral-cli", "dist", "index.js"),
                    "lint", file, "--fail-severity", "hint", "--ruleset", Path.Combine(Repository.Root, "tests", "Functions.Tests", "OpenApi", ".spectral.yaml"),
                },
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var said = await Task.WhenAll(spectral.StandardOutput.ReadToEndAsync(), spectral.StandardError.ReadToEndAsync());
            await spectral.WaitForExitAsync();
            Assert.True(spectral.ExitCode == 0, string.Concat(said));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Shape(string route) => string.Join('/', route.Split('/').Select(s => s.StartsWith('{') ? "{}" : s));

    private static IEnumerable<string?> Values(string schema, string member) =>
        Schemas[schema]!["properties"]![member]!["enum"]!.AsArray().Select(v => (string?)v);
}
