using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

public sealed partial class ProblemsTests
{
    private static readonly IReadOnlyList<FieldInfo> Fields = [.. typeof(Problems).GetFields(BindingFlags.Public | BindingFlags.Static)];

    private static readonly IReadOnlyList<Problem> All = [.. Fields.Select(f => (Problem)f.GetValue(null)!)];

    [Fact]
    public void Every_refusal_is_the_approved_one() => Approved.Matches(string.Join(
        '\n', All.OrderBy(k => k.Status).ThenBy(k => k.Code, StringComparer.Ordinal).Select(k => $"{k.Status} {k.Code}\n    es: {k.Title.Es}\n    en: {k.Title.En}")));

    [Fact]
    public void A_refusal_code_is_snake_case_and_stands_for_one_refusal_in_two_languages()
    {
        Assert.All(All, p => Assert.Matches(SnakeCase(), p.Code));
        Assert.Equal(All.Count, All.Select(p => p.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.All(All, p => Assert.NotEqual(p.Title.Es, p.Title.En));
        Assert.All(All, p => Assert.InRange(p.Status, 400, 599));
    }

    /// <summary>Functions declare their refusals by the name of the field.</summary>
    [Fact]
    public void The_field_of_a_problem_has_the_name_of_its_code() =>
        Assert.All(Fields, f => Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Name), ((Problem)f.GetValue(null)!).Code));

    [Fact]
    public async Task One_problem_answers_concurrent_requests_each_with_its_own_language_and_trace()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var context = new DefaultHttpContext { TraceIdentifier = $"trace-{i}" };
            context.Request.QueryString = new QueryString(i % 2 == 0 ? "?lang=es" : "?lang=en");
            using var body = new MemoryStream();
            context.Response.Body = body;
            await Problems.StorageUnavailable.ExecuteAsync(context);
            using var json = JsonDocument.Parse(body.ToArray());
            return (
                Title: json.RootElement.GetProperty("title").GetString(),
                Trace: json.RootElement.GetProperty("traceId").GetString(),
                RetryAfter: context.Response.Headers.RetryAfter.ToString());
        })));
        Assert.All(answers.Index(), answer =>
        {
            Assert.Equal(answer.Item.Title, answer.Index % 2 == 0 ? Problems.StorageUnavailable.Title.Es : Problems.StorageUnavailable.Title.En);
            Assert.Equal($"trace-{answer.Index}", answer.Item.Trace);
            Assert.Equal("5", answer.Item.RetryAfter);
        });
    }

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SnakeCase();
}
