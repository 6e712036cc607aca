namespace ServerlessDecide.Exports;

/// <summary>
/// A table for download. Without a language its headers and words are those of the import, so that a file can be imported again. In a
/// language they are for people.
/// </summary>
/// <param name="Name">As in the address: <c>candidates</c>.</param>
public sealed record Table(string Name, FileText Title, FileText Meaning, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>The columns that together identify a row; empty when nothing does.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <param name="language"><c>es</c>, <c>en</c>, or null for the names of the import.</param>
    public IReadOnlyList<TableColumn> ColumnsIn(string? language) =>
        language is null ? Columns : [.. Columns.Select(c => c with { Name = c.Title.In(language) })];

    /// <inheritdoc cref="ColumnsIn"/>
    public IEnumerable<string[]> RowsIn(string? language, IEnumerable<string[]> rows) =>
        language is null ? rows : rows.Select(row => row.Zip(Columns, (cell, column) => column.Read(cell, language)).ToArray());
}
