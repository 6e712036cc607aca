using System.Reflection;
using System.Text.RegularExpressions;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

public sealed partial class ProblemsTests
{
    private static readonly IReadOnlyList<ProblemKind> Kinds =
    [
        .. typeof(Problems).GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Where(f => f.FieldType == typeof(ProblemKind)).Select(f => (ProblemKind)f.GetValue(null)!),
    ];

    [Fact]
    public void Every_refusal_is_the_approved_one() => Approved.Matches(string.Join(
        '\n', Kinds.OrderBy(k => k.Status).ThenBy(k => k.Code, StringComparer.Ordinal).Select(k => $"{k.Status} {k.Code}\n    es: {k.Title.Es}\n    en: {k.Title.En}")));

    [Fact]
    public void A_code_is_snake_case_and_stands_for_one_refusal_in_two_languages()
    {
        Assert.All(Kinds, k => Assert.Matches(SnakeCase(), k.Code));
        Assert.Equal(Kinds.Count, Kinds.Select(k => k.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Kinds, k => Assert.NotEqual(k.Title.Es, k.Title.En));
        Assert.All(Kinds, k => Assert.InRange(k.Status, 400, 599));
    }

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SnakeCase();
}
