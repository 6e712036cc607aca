namespace ServerlessDecide.Exports;

/// <summary>A text of a file for people, in both languages.</summary>
public readonly record struct FileText(string Es, string En)
{
    /// <param name="language"><c>en</c> for English; Spanish otherwise.</param>
    public string In(string? language) => language == "en" ? En : Es;
}

/// <summary>What the cells of a column are. The names are those of Table Schema (datapackage.org).</summary>
public enum ColumnKind
{
    [WireName("string")]
    Text,
    [WireName("integer")]
    Number,
    [WireName("boolean")]
    Flag,
}

/// <summary>A word that a cell may hold, and what a person reads in its place.</summary>
public sealed record ColumnWord(string Word, FileText Title);

/// <summary>A column of a table for download.</summary>
/// <param name="Name">The header, as an import expects it.</param>
/// <param name="Width">The width in a spreadsheet, in characters.</param>
/// <param name="Title">The header for people.</param>
/// <param name="Meaning">What a cell says, for the data dictionary.</param>
public sealed record TableColumn(string Name, int Width, FileText Title, FileText Meaning)
{
    public ColumnKind Kind { get; init; }

    /// <summary>Whether a cell may be empty.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The words that a cell may hold; empty when they are not a fixed set.</summary>
    public IReadOnlyList<ColumnWord> Words { get; init; } = [];

    /// <summary>Whether cells hold <see cref="Words"/> only.</summary>
    public bool IsClosed { get; init; } = true;

    /// <summary>Returns a cell as a person reads it.</summary>
    public string Read(string cell, string language) => Words.FirstOrDefault(w => w.Word == cell)?.Title.In(language) ?? cell;
}
