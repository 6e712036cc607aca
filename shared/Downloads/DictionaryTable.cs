using ServerlessDecide.Exports;

namespace ServerlessDecide.Downloads;

/// <summary>The data dictionary as a table: a row for each column of each table for download.</summary>
public static class DictionaryTable
{
    public static Table Table { get; } = new(
        "data-dictionary",
        new("Diccionario de datos", "Data dictionary"),
        new("Qué significa cada columna de cada tabla, una columna por fila.", "What each column of each table means, one column a row."),
        [
            new("table", 16, new("Tabla", "Table"), new("El nombre de la tabla.", "The name of the table.")),
            new("column", 18, new("Columna", "Column"), new("El encabezado del archivo sin idioma.", "The header in the file without a language.")),
            new("title", 26, new("Encabezado", "Header"), new("El encabezado para personas.", "The header for people.")),
            new("type", 10, new("Tipo", "Type"), new("Qué es una celda.", "What a cell is."))
            {
                Words = [new("string", new("texto", "text")), new("integer", new("número entero", "whole number")), new("boolean", new("sí o no", "yes or no"))],
            },
            new("meaning", 60, new("Significado", "Meaning"), new("Qué dice una celda.", "What a cell says.")),
            new("values", 60, new("Valores", "Values"), new("Palabras que puede tener, con lo que significan.", "Words that it may hold, with what they mean.")) { IsOptional = true },
        ])
    { Key = ["table", "column"] };

    /// <summary>The tables for download, in the order in which they are described.</summary>
    public static IReadOnlyList<Table> Described { get; } = [CandidateTable.Table, BlockTable.Table, ResultTable.Table, SectionTable.Table, StatisticsTable.Table, Table];

    /// <param name="language"><c>en</c> for English; Spanish otherwise.</param>
    public static IEnumerable<string[]> Rows(string? language) =>
        from table in Described
        from column in table.Columns
        select (string[])
        [
            table.Name, column.Name, column.Title.In(language), column.Kind.Name(), column.Meaning.In(language),
            string.Join("; ", column.Words.Select(w => $"{w.Word}: {w.Title.In(language)}")),
        ];
}
