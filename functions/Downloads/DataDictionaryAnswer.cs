using ServerlessDecide.Downloads;
using ServerlessDecide.Exports;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;

namespace ServerlessDecide.Functions.Downloads;

/// <summary>The tables for download.</summary>
internal sealed record DataDictionaryAnswer(IReadOnlyList<DescribedTableAnswer> Tables)
{
    public static DataDictionaryAnswer All { get; } = new([.. DictionaryTable.Described.Select(DescribedTableAnswer.From)]);
}

/// <summary>A table for download.</summary>
/// <param name="Key">The columns that together identify a row; empty when nothing does.</param>
internal sealed record DescribedTableAnswer(string Name, Wording Title, Wording Meaning, IReadOnlyList<string> Key, IReadOnlyList<DescribedColumnAnswer> Columns)
{
    public static DescribedTableAnswer From(Table table) =>
        new(table.Name, table.Title.Wording(), table.Meaning.Wording(), table.Key, [.. table.Columns.Select(DescribedColumnAnswer.From)]);
}

/// <summary>A column of a table.</summary>
/// <param name="Name">The header of a file without a language, as its import expects it.</param>
/// <param name="Title">The header of a file in a language.</param>
/// <param name="Required">Whether no cell is empty.</param>
/// <param name="NameOnly">Whether it only says what an id is called; an import does not read it.</param>
/// <param name="Values">Words that a cell may hold; empty when any text is allowed.</param>
/// <param name="Closed">Whether a cell holds one of these words and nothing else.</param>
internal sealed record DescribedColumnAnswer(
    string Name,
    Wording Title,
    [NamesOf(typeof(ColumnKind))] string Type,
    Wording Meaning,
    bool Required,
    bool NameOnly,
    IReadOnlyList<DescribedWordAnswer> Values,
    bool Closed)
{
    public static DescribedColumnAnswer From(TableColumn column) => new(
        column.Name,
        column.Title.Wording(),
        column.Kind.Name(),
        column.Meaning.Wording(),
        !column.IsOptional,
        NameColumns.All.Contains(column.Name),
        [.. column.Words.Select(w => new DescribedWordAnswer(w.Word, w.Title.Wording()))],
        column.Words.Count > 0 && column.IsClosed);
}

/// <summary>A word of a closed set, as files without a language have it.</summary>
/// <param name="Title">What files in a language have in its place.</param>
internal sealed record DescribedWordAnswer(string Value, Wording Title);

internal static class FileTexts
{
    public static Wording Wording(this FileText text) => new(text.Es, text.En);
}
