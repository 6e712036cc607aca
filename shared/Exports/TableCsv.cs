using System.Text;
using CsvHelper;

namespace ServerlessDecide.Exports;

/// <summary>Writes a table as CSV for download: UTF-8, comma, CRLF (RFC 4180). Equal rows give equal bytes.</summary>
public static class TableCsv
{
    // Puts an apostrophe before a cell that a spreadsheet would calculate. An import removes it again.
    private static readonly CsvWriterOptions Csv = new() { NewLine = "\r\n", WriteByteOrderMark = false, Injection = CsvInjection.Escape };

    /// <param name="marked">Whether the file begins with a byte order mark, without which Excel reads UTF-8 as Windows-1252.</param>
    public static async Task WriteAsync(
        Stream stream, IReadOnlyList<TableColumn> columns, IEnumerable<string[]> rows, bool marked, CancellationToken cancellationToken)
    {
        if (marked) await stream.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellationToken);
        await using var csv = CsvWriter.Create(stream, Csv, leaveOpen: true);
        await csv.WriteRecordAsync([.. columns.Select(c => c.Name)], cancellationToken);
        foreach (var row in rows) await csv.WriteRecordAsync(row, cancellationToken);
    }

    /// <summary>Returns the CSV as bytes, for a table small enough for memory.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    public static byte[] Write(IReadOnlyList<TableColumn> columns, IEnumerable<string[]> rows, bool marked)
    {
        using var bytes = new MemoryStream();
        if (marked) bytes.Write(Encoding.UTF8.Preamble);
        using (var csv = CsvWriter.Create(bytes, Csv, leaveOpen: true))
        {
            csv.WriteRecord([.. columns.Select(c => c.Name)]);
            foreach (var row in rows) csv.WriteRecord(row);
        }

        return bytes.ToArray();
    }
}
