using System.Text.RegularExpressions;
using Xunit;

namespace ServerlessDecide.TestSupport;

/// <summary>Tables of the documents, read as data: a row gives its cells by the names in the table's header.</summary>
public static partial class MarkdownTable
{
    /// <summary>The rows of the only table of a document that begins with these columns.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string document, params string[] columns)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, document));
        var header = Assert.Single(
            Enumerable.Range(0, lines.Length), i => lines[i].StartsWith('|') && Cells(lines[i]).Take(columns.Length).SequenceEqual(columns));
        var names = Cells(lines[header]);
        var rows = lines.Skip(header + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, cells => Assert.True(cells.Length == names.Length, $"{document}: '{string.Join(" | ", cells)}' is no row of '{lines[header]}'"));
        return [.. rows.Select(cells => names.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    /// <summary>What a cell, or any text, has in code spans.</summary>
    public static IReadOnlyList<string> Spans(string text) => [.. Span().Matches(text).Select(m => m.Groups["code"].Value)];

    // A bar in a cell is written \|.
    private static string[] Cells(string line) => [.. Bar().Split(line.Trim().Trim('|')).Select(cell => cell.Trim())];

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bar();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Span();
}
