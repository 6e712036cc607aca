namespace ServerlessDecide.Imports;

/// <summary>What the person who sends a file says about it.</summary>
/// <param name="Key">For GeoJSON, the property that holds the number or code; null for the usual ones.</param>
/// <param name="Sheet">For a workbook, the name of the sheet; null for the first.</param>
/// <param name="Encoding">One of <see cref="ImportedText.Encodings"/>; null when nobody named it. Of a workbook and of JSON it says that the text is right.</param>
public sealed record ImportReading(string? Key = null, string? Sheet = null, string? Encoding = null);

/// <summary>Reads a file of any format that imports take, by what it is and not by what it was called.</summary>
public static class ImportFile
{
    public static List<ImportRow> Read(ReadOnlyMemory<byte> file, IDataset dataset, ImportReading reading, ImportErrors errors)
    {
        var kind = FileKind.Of(file);
        if (kind == FileKind.Xlsx && dataset.Format == ImportFormat.Table) return ReadXlsx(file, dataset, reading, errors);
        if (kind != FileKind.Text)
        {
            errors.Add(0, "", ImportErrorCode.OtherFormat, kind);
            return [];
        }

        var text = ImportedText.Of(file, reading.Encoding);
        var before = errors.Count;
        var rows = ReadText(text, dataset, reading.Key, errors);
        // Such as in a title above the header.
        if (text.HasInvalidBytes && errors.Count == before) errors.Add(0, "", ImportErrorCode.InvalidBytes);
        return rows;
    }

    private static List<ImportRow> ReadText(ImportedText text, IDataset dataset, string? key, ImportErrors errors)
    {
        // No name of a column begins so.
        if (dataset.Format == ImportFormat.Table && text.Beginning(1_000).TrimStart() is not ['[' or '{', ..]) return ImportRows.ReadCsv(text, dataset, errors);
        using var utf8 = text.OpenUtf8();
        var form = new TableForm([], dataset.ColumnNames(), text.Trust, text.HasInvalidBytes);
        return dataset.Format == ImportFormat.GeoJson ? ImportRows.ReadGeoJson(utf8, key, form, errors) : ImportRows.ReadJson(utf8, form, errors);
    }

    private static List<ImportRow> ReadXlsx(ReadOnlyMemory<byte> file, IDataset dataset, ImportReading reading, ImportErrors errors)
    {
        var rows = new List<ImportRow>();
        var trust = reading.Encoding is null ? TextTrust.Certain : TextTrust.Named;
        XlsxReader.Read(file, reading.Sheet, new TableForm(dataset.RequiredColumns(), dataset.ColumnNames(), trust, IsRagged: true), rows, errors);
        return rows;
    }
}
