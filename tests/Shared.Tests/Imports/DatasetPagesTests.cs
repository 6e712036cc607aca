using System.Text.RegularExpressions;
using ServerlessDecide.Imports;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests.Imports;

/// <summary>A new dataset or column must also appear in the documentation for the people who prepare files.</summary>
public sealed partial class DatasetPagesTests
{
    public static TheoryData<string> Names => [.. Datasets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_about_imports_has_each_column_of_a_dataset_with_its_rule(string dataset)
    {
        var page = Read("docs/imports.md").Split("\n### ").Where(section => Code().Matches(section.Split('\n')[0]).Any(m => m.Groups["text"].Value == dataset));
        var rows = Rows(Assert.Single(page).Split("\n## ")[0]).Select(cells => $"| {cells[0]} | {cells[1]} | {(cells[2].StartsWith("optional", StringComparison.Ordinal) ? "optional" : "")}");

        Assert.Equal(Datasets.Find(dataset)!.Columns.SelectMany(Lines), rows);
    }

    [Fact]
    public void The_page_about_imports_has_the_datasets_in_the_order_of_the_code() => Assert.Equal(
        Datasets.Names, Read("docs/imports.md").Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)).SelectMany(line => Code().Matches(line)).Select(m => m.Groups["text"].Value));

    [Fact]
    public void The_page_for_operators_has_every_dataset_with_the_files_it_comes_in()
    {
        var section = Read("docs/operations.md").Split("\n## ").Single(s => s.StartsWith("Importing\n", StringComparison.Ordinal));
        Assert.Equal(
            Datasets.All.Select(d => $"| `{d.Name}` | {d.Format switch { ImportFormat.Table => "CSV, XLSX or JSON", ImportFormat.Json => "JSON", _ => "GeoJSON" }} |"),
            Rows(section).Take(Datasets.All.Count).Select(cells => $"| {cells[0]} | {cells[1]} |"));
    }

    [Fact]
    public void The_sample_loads_every_dataset_in_the_order_of_the_code() => Assert.Equal(
        Datasets.Names, Loaded().Matches(Read("samples/load.mjs")).Select(m => m.Groups["name"].Value));

    [Fact]
    public void A_column_of_a_list_within_a_cell_has_its_rule()
    {
        var platforms = Datasets.Find("platforms")!;

        Assert.Same(Slug.Shape, platforms.RuleOf("sections[2].topic"));
        Assert.Same(CellRule.Text, platforms.RuleOf("sections[2].heading"));
        Assert.Same(CellRule.Text, platforms.RuleOf("topic"));
        Assert.Same(Slug.Shape, Datasets.Find("proposals")!.RuleOf("topic"));
    }

    [Fact]
    public void Every_column_has_one_name_within_its_dataset() =>
        Assert.All(Datasets.All, d => Assert.Equal(d.Columns.Count, d.Columns.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count()));

    private static IEnumerable<string> Lines(Column column) =>
        [Line(column.Name, column), .. column.Items.Select(item => Line($"{column.Name}[].{item.Name}", item))];

    private static string Line(string name, Column column)
    {
        var rule = column.Rule;
        var value = rule == Slug.Shape ? "id" : rule == CellRule.Text ? "text" : rule.En.Replace("|", @"\|", StringComparison.Ordinal);
        return $"| `{name}` | {value} | {(column.IsOptional ? "optional" : "")}";
    }

    // The rows of tables whose first cell is a name in code style.
    private static IEnumerable<string[]> Rows(string text) => text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => Bar().Split(line).Select(cell => cell.Trim()).ToArray()[1..^1]);

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bar();

    [GeneratedRegex("^  \\{ name: '(?<name>[^']+)', files: ", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Loaded();
}
