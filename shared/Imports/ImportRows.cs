using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace ServerlessDecide.Imports;

/// <summary>A row of an imported file.</summary>
/// <param name="number">As in a spreadsheet: the header is row 1. In JSON, the first item is row 1.</param>
/// <param name="columns">The index of each column's cell.</param>
/// <param name="cells">Trimmed; an absent cell and an empty one are the same.</param>
/// <param name="trust">Who says that the text of the file is what its author wrote.</param>
public sealed class ImportRow(int number, IReadOnlyDictionary<string, int> columns, IReadOnlyList<string> cells, TextTrust trust = TextTrust.Certain)
{
    public int Number => number;

    public TextTrust Trust => trust;

    /// <summary>How many characters its cells have together.</summary>
    internal long Characters => cells.Sum(cell => (long)cell.Length);

    public string this[string column] => columns.TryGetValue(column, out var index) ? cells[index] : "";

    /// <summary>The cell, with the leading zeros that a spreadsheet has dropped from a number of fixed width.</summary>
    public string this[Column column] => column.WithLostZeros(this[column.Name]);
}

/// <summary>Reads tables and JSON into rows.</summary>
public static class ImportRows
{
    /// <summary>Maximum bytes of one row: an unclosed quote must not swallow the file.</summary>
    public const int MaxRecordSize = 6_000_000;

    /// <summary>Maximum rows of a file: several times the largest list of candidates, and few enough to fit into memory.</summary>
    public const int MaxRows = 250_000;

    // Enough for a title, what belongs to it, and a header.
    private const int Beginning = 65_536;

    /// <summary>The rows of a CSV file with a header. Reading ends at the first malformed row, which is reported.</summary>
    public static List<ImportRow> ReadCsv(string text, IReadOnlyCollection<string> required, ImportErrors errors) =>
        ReadCsv(text[..Math.Min(text.Length, Beginning)], new StringReader(text), new TableForm(required), errors);

    /// <inheritdoc cref="ReadCsv(string, IReadOnlyCollection{string}, ImportErrors)"/>
    internal static List<ImportRow> ReadCsv(ImportedText file, IDataset dataset, ImportErrors errors)
    {
        using var reader = file.OpenText();
        return ReadCsv(
            file.Beginning(Beginning), reader, new TableForm(dataset.RequiredColumns(), dataset.ColumnNames(), file.Trust, file.HasInvalidBytes), errors);
    }

    /// <summary>The rows of a JSON file: an array of objects, or an object with such an array as <c>items</c>.</summary>
    public static List<ImportRow> ReadJson(string text, ImportErrors errors, TextTrust trust = TextTrust.Certain) =>
        ReadItems(Utf8Of(text), "items", null, new TableForm([], null, trust), errors, Fields);

    /// <inheritdoc cref="ReadJson(string, ImportErrors, TextTrust)"/>
    internal static List<ImportRow> ReadJson(Stream utf8, TableForm form, ImportErrors errors) => ReadItems(utf8, "items", null, form, errors, Fields);

    /// <summary>The features of a GeoJSON FeatureCollection (RFC 7946, 3.3), as rows with the columns <c>key</c> and <c>geometry</c>.</summary>
    /// <param name="key">The property that holds the number or code; null for <c>number</c> or <c>code</c>.</param>
    public static List<ImportRow> ReadGeoJson(string text, string? key, ImportErrors errors) => ReadGeoJson(Utf8Of(text), key, new TableForm([]), errors);

    /// <inheritdoc cref="ReadGeoJson(string, string?, ImportErrors)"/>
    internal static List<ImportRow> ReadGeoJson(Stream utf8, string? key, TableForm form, ImportErrors errors) =>
        ReadItems(utf8, "features", "FeatureCollection", form, errors, (JsonElement feature, TableForm _, ref string column, ref string there) =>
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            column = "key";
            if (feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object) fields["geometry"] = geometry.GetRawText();
            if (feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
            {
                string[] names = key is null ? ["number", "code"] : [key];
                foreach (var name in names)
                {
                    if (properties.TryGetProperty(name, out var value)) fields["key"] = AsCell(value);
                }

                if (!fields.ContainsKey("key")) there = string.Join(", ", properties.EnumerateObject().Select(p => p.Name));
            }

            return fields;
        });

    /// <param name="type">The <c>type</c> of the object that holds the list; null when the list may stand alone.</param>
    private static List<ImportRow> ReadItems(Stream utf8, string list, string? type, TableForm form, ImportErrors errors, FieldsOf fieldsOf)
    {
        var rows = new List<ImportRow>();
        var reader = new JsonItemReader(utf8, MaxRecordSize);
        // Shared by rows with the same properties in the same order.
        Dictionary<string, int>? columns = null;
        var number = 0;
        try
        {
            foreach (var item in reader.Read(list))
            {
                using (item)
                {
                    number++;
                    if (rows.Count + errors.RejectedRows >= MaxRows)
                    {
                        errors.Add(number, "", ImportErrorCode.TooManyRows, $"{MaxRows}");
                        return rows;
                    }

                    if (RowOf(item.RootElement, number, form, errors, fieldsOf, ref columns) is { } row) rows.Add(row);
                }
            }
        }
        catch (JsonException)
        {
            errors.Add(number + 1, "", reader.HasTooLong ? ImportErrorCode.TooLong : ImportErrorCode.Unreadable, reader.HasTooLong ? $"{MaxRecordSize}" : "");
            return [];
        }

        if (OtherFormat(reader, type) is { } other) errors.Add(0, "", ImportErrorCode.OtherFormat, other);
        else if (!reader.HasList || reader.HasMore || (type is not null && reader.Type != type)) errors.Add(1, list, ImportErrorCode.Unreadable);
        else return rows;
        return [];
    }

    private static string? OtherFormat(JsonItemReader reader, string? type)
    {
        if (reader.Type == "Topology") return FileKind.TopoJson;
        if (type is null && !reader.HasList && reader.Type == "FeatureCollection") return FileKind.GeoJson;
        return reader is { HasList: false, HasMore: true } ? FileKind.JsonLines : null;
    }

    private static ImportRow? RowOf(JsonElement item, int number, TableForm form, ImportErrors errors, FieldsOf fieldsOf, ref Dictionary<string, int>? columns)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            errors.Add(number, "", ImportErrorCode.Unreadable);
            return null;
        }

        var column = "";
        try
        {
            var there = "";
            var fields = fieldsOf(item, form, ref column, ref there);
            if (there.Length > 0)
            {
                errors.Add(number, column, ImportErrorCode.Required, there);
                return null;
            }

            foreach (var (name, value) in fields)
            {
                if (!form.HasInvalidBytes || !value.Contains('\uFFFD', StringComparison.Ordinal)) continue;
                errors.Add(number, name, ImportErrorCode.InvalidBytes, value);
                return null;
            }

            if (columns is null || !columns.Keys.SequenceEqual(fields.Keys, StringComparer.Ordinal))
            {
                columns = fields.Keys.Index().ToDictionary(k => k.Item, k => k.Index, StringComparer.Ordinal);
            }

            return new ImportRow(number, columns, [.. fields.Values], form.Trust);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, in a value or in the name of a column.
            errors.Add(number, column, ImportErrorCode.BadValue);
            return null;
        }
    }

    private static Dictionary<string, string> Fields(JsonElement item, TableForm form, ref string column, ref string there)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in item.EnumerateObject())
        {
            column = ""; // In case reading its name throws.
            column = property.Name;
            if (form.Known is null || form.Known.Contains(column)) fields[column] = AsCell(property.Value);
        }

        return fields;
    }

    /// <param name="column">The column that is being read: tells the caller where reading failed.</param>
    /// <param name="there">The properties of an item that lacks the one by which it is known.</param>
    private delegate Dictionary<string, string> FieldsOf(JsonElement item, TableForm form, ref string column, ref string there);

    // Joins a list of plain values with '|', as in CSV; leaves other structures for the dataset to read.
    private static string AsCell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => Normal(value.GetString()!.Trim()),
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) =>
            string.Join('|', value.EnumerateArray().Select(v => v.GetString())),
        _ => value.GetRawText(),
    };

    private static List<ImportRow> ReadCsv(string beginning, TextReader text, TableForm form, ImportErrors errors)
    {
        var rows = new List<ImportRow>();
        var (separator, isDeclared) = CsvSeparator.Of(beginning, form.Required);
        var options = new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrimWhitespace = true,
            TrimInsideQuotes = true,
            MaxRecordSize = MaxRecordSize,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            DetectSeparatorHint = false,
            // Not returned as rows, but a spreadsheet numbers them.
            SkipEmptyLines = false,
        };
        using var reader = CsvReader.Create(text, options, true);
        var number = 0;
        try
        {
            TableRows.Read(Records(), form, rows, errors);
        }
        catch (CsvFormatException)
        {
            errors.Add(number + 1, "", ImportErrorCode.Unreadable);
        }

        return rows;

        IEnumerable<SheetRow> Records()
        {
            // A spreadsheet shows no row for the line that declares the separator.
            if (isDeclared) reader.Read();
            while (reader.Read()) yield return new SheetRow(++number, Cells(reader));
        }
    }

    private static string[] Cells(CsvReader reader)
    {
        var count = reader.FieldCount;
        while (count > TableRows.MaxColumns && reader.GetString(count - 1).Length == 0) count--;
        var cells = new string[Math.Min(count, TableRows.MaxColumns + 1)];
        for (var i = 0; i < cells.Length; i++) cells[i] = Normal(reader.GetString(i));
        return cells;
    }

    /// <summary>Whether more accents follow one another than any writing has (Unicode, annex 15, section 13: thirty).</summary>
    internal static bool HasTooManyAccents(string text)
    {
        if (Ascii.IsValid(text)) return false;
        var accents = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var isAccent = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
            accents = isAccent ? accents + 1 : 0;
            if (accents > 30) return true;
        }

        return false;
    }

    private static MemoryStream Utf8Of(string text) => new(Encoding.UTF8.GetBytes(text), writable: false);

    // NFC, so that equal-looking texts are equal. Text with half a surrogate pair cannot be normalized, and the time to order accents grows with
    // the square of their number: the rules of the row refuse both.
    internal static string Normal(string text)
    {
        if (HasTooManyAccents(text)) return text;
        try
        {
            return text.Normalize();
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
