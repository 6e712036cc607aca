using CsvHelper;

namespace ServerlessDecide.Exports;

/// <summary>Writes a table as CSV for download: UTF-8 without BOM, comma, CRLF (RFC 4180). Equal rows give equal bytes.</summary>
public static class TableCsv
{
    // Puts an apostrophe before a cell that a spreadsheet would calculate. An import removes it again.
    private static readonly CsvWriterOptions Csv = new() { NewLine = "\r\n", WriteByteOrderMark = false, Injection = CsvInjection.Escape };

    public static async Task WriteAsync(Stream stream, IReadOnlyList<TableColumn> columns, IEnumerable<string[]> rows, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(stream, Csv, leaveOpen: true);
        await csv.WriteRecordAsync([.. columns.Select(c => c.Name)], cancellationToken);
        foreach (var row in rows) await csv.WriteRecordAsync(row, cancellationToken);
    }

    /// <summary>Returns the CSV as bytes, for a table small enough for memory.</summary>
    public static byte[] Write(string[] columns, IEnumerable<string[]> rows)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Csv, leaveOpen: true))
        {
            csv.WriteRecord(columns);
            foreach (var row in rows) csv.WriteRecord(row);
        }

        return bytes.ToArray();
    }
}
