using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Moderation;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Imports;
using ServerlessDecide.Moderation;
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
        Assert.Equal(Datasets.Names, Values("Import", "dataset"));
        Assert.Equal(["owner", "alternate"], Values("CandidateRow", "role"));
        Assert.Equal(["owner", "alternate"], Values("Candidate", "role"));
        Assert.Equal(["legislature", "council"], Values("Contest", "scope"));
        Assert.Equal(["district", "municipality"], Values("Result", "level"));
        Assert.Equal(["provisional", "definitive", "corrected"], Values("Result", "status"));
        Assert.Equal(["provisional", "definitive", "corrected"], Values("Correction", "status"));
        Assert.Equal(ReasonTexts.All.Select(r => r.Code), Values("ModerationReason", "code"));
        Assert.Equal(ModerationReasons.OfPeople, Values("DecisionRequest", "reason"));
        Assert.Equal(ModerationReasons.All, Schemas["CommentState"]!["properties"]!["reasons"]!["items"]!["enum"]!.AsArray().Select(v => (string?)v));
    }

    [Fact]
    public void Every_schema_member_and_parameter_of_the_description_says_what_it_means()
    {
        var schemas = Schemas.Where(s => s.Value!["description"] is null).Select(s => s.Key);
        var members = Schemas.SelectMany(s => (s.Value!["properties"]?.AsObject() ?? []).Where(m => m.Value!["description"] is null).Select(m => $"{s.Key}.{m.Key}"));
        Assert.Empty((string[])[.. schemas, .. members]);
        var parameters = DescribedAnswers.Operations.SelectMany(o => o.Value["parameters"]!.AsArray().Select(p => DescribedAnswers.Resolve(p!)));
        Assert.All(parameters, p => Assert.False(string.IsNullOrEmpty((string?)p["description"]), p.ToJsonString()));
    }

    [Fact]
    public void Every_meaning_belongs_to_something_in_the_description()
    {
        var used = Schemas.SelectMany(s => (s.Value!["properties"]?.AsObject() ?? []).Select(m => (Schema: s.Key, Member: m.Key)).Append((Schema: s.Key, Member: ""))).ToHashSet();
        // The members of a choice stand in the schemas that it offers.
        used.UnionWith(from choice in Schemas
                       from offered in choice.Value!["oneOf"]?.AsArray() ?? []
                       from member in DescribedAnswers.Resolve(offered!)["properties"]!.AsObject()
                       select (choice.Key, member.Key));
        var shared = used.Select(u => u.Member).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(from schema in OpenApiFiles.Meanings()
                     from member in schema.Value!.AsObject()
                     where schema.Key == "*" ? !shared.Contains(member.Key) : !used.Contains((schema.Key, member.Key))
                     select $"{schema.Key}.{member.Key}");
    }

    [Fact]
    public void Every_operation_has_an_example_of_its_body_and_of_its_answer_that_is_valid()
    {
        var missing = new List<string>();
        foreach (var (id, operation) in DescribedAnswers.Operations)
        {
            var bodies = operation["requestBody"]?["content"]?.AsObject().Take(1) ?? [];
            var answers = operation["responses"]!.AsObject().Where(r => r.Key[0] == '2').SelectMany(r => r.Value!["content"]?.AsObject() ?? []);
            // Bytes of a workbook or a zip cannot be shown.
            foreach (var (_, content) in bodies.Concat(answers.Where(a => (string?)a.Value!["schema"]!["format"] != "binary")))
            {
                if (content!["example"] is { } example) DescribedAnswers.AssertValid(JsonSerializer.SerializeToElement(example), content["schema"]!, id);
                else missing.Add(id);
            }

            foreach (var parameter in operation["parameters"]!.AsArray().Select(p => DescribedAnswers.Resolve(p!)))
            {
                if (parameter["example"] is { } example) DescribedAnswers.AssertValid(JsonSerializer.SerializeToElement(example), parameter["schema"]!, $"{id}.{parameter["name"]}");
                else if ((string)parameter["in"]! == "path") missing.Add($"{id}, {parameter["name"]}");
            }
        }

        Assert.True(missing.Count == 0, $"examples.json has no example of {string.Join("; ", missing)}");
    }

    [Fact]
    public void Every_example_belongs_to_an_operation() =>
        Assert.DoesNotContain(OpenApiFiles.Examples().Select(e => e.Key), id => id != "*" && !DescribedAnswers.Operations.ContainsKey(id));

    [Fact]
    public void A_visitor_is_asked_for_either_a_proof_or_a_ticket()
    {
        var schema = Schemas["VisitorRequest"]!;
        bool Allows(object request)
        {
            var error = Record.Exception(() => DescribedAnswers.AssertValid(JsonSerializer.SerializeToElement(request), schema, "request"));
            return error is null;
        }

        Assert.True(Allows(new { altcha = "x" }));
        Assert.True(Allows(new { ticket = "x" }));
        Assert.False(Allows(new { }));
        Assert.False(Allows(new { altcha = "x", ticket = "x" }));
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
