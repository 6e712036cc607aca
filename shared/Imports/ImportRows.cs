using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace ServerlessDecide.Imports;

/// <summary>A row of an imported file.</summary>
/// <param name="number">As in a spreadsheet: the header is row 1. In JSON, the first item is row 1.</param>
/// <param name="columns">The index of each column's cell.</param>
/// <param name="cells">Trimmed; an absent cell and an empty one are the same.</param>
public sealed class ImportRow(int number, IReadOnlyDictionary<string, int> columns, IReadOnlyList<string> cells)
{
    public int Number => number;

    public string this[string column] => columns.TryGetValue(column, out var index) ? cells[index] : "";

    public string this[Column column] => this[column.Name];
}

/// <summary>Reads the formats in which people save files: UTF-8 with or without BOM, Windows-1252; comma, semicolon or tab; or JSON.</summary>
public static class ImportRows
{
    /// <summary>Maximum bytes of one row: an unclosed quote must not swallow the file.</summary>
    public const int MaxRecordSize = 6_000_000;

    /// <summary>Maximum rows of a file: several times the largest list of candidates, and few enough to fit into memory.</summary>
    public const int MaxRows = 250_000;

    static ImportRows() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>
    /// The text of a file: UTF-16 when it begins with a BOM or looks like UTF-16, UTF-8 when all its bytes are valid UTF-8, otherwise
    /// Windows-1252, which spreadsheets write.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(Encoding.UTF8.Preamble)) file = file[3..];
        if (file.StartsWith(Encoding.Unicode.Preamble)) return Encoding.Unicode.GetString(file[2..]);
        if (file.StartsWith(Encoding.BigEndianUnicode.Preamble)) return Encoding.BigEndianUnicode.GetString(file[2..]);
        // A table and JSON both begin with two ASCII characters.
        if (file.Length >= 4 && file[1] == 0 && file[3] == 0 && file[0] != 0) return Encoding.Unicode.GetString(file);
        if (file.Length >= 4 && file[0] == 0 && file[2] == 0 && file[1] != 0) return Encoding.BigEndianUnicode.GetString(file);
        return System.Text.Unicode.Utf8.IsValid(file) ? Encoding.UTF8.GetString(file) : Encoding.GetEncoding(1252).GetString(file);
    }

    /// <summary>The rows of a CSV file with a header. Reading ends at the first malformed row, which is reported.</summary>
    public static List<ImportRow> ReadCsv(string text, IReadOnlyCollection<string> required, ImportErrors errors)
    {
        var rows = new List<ImportRow>();
        var options = new CsvReaderOptions
        {
            Separator = SeparatorOf(text),
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
        using var reader = CsvReader.FromText(text, options);
        var number = 0;
        try
        {
            if (!Next())
            {
                errors.Add(1, "", ImportErrorCode.EmptyFile);
                return rows;
            }

            var header = Cells(reader);
            foreach (var missing in required.Where(column => !header.Contains(column, StringComparer.Ordinal)))
            {
                errors.Add(number, missing, ImportErrorCode.MissingColumn);
            }

            foreach (var twice in header.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Key.Length > 0 && group.Count() > 1))
            {
                errors.Add(number, twice.Key, ImportErrorCode.DuplicateColumn);
            }

            if (errors.Count > 0) return rows;
            var columns = header.Index().Where(c => c.Item.Length > 0).ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
            while (Next())
            {
                if (!HasRoom(rows, number, errors)) break;
                var cells = Cells(reader);
                if (cells.Length != header.Length)
                {
                    errors.Add(number, "", ImportErrorCode.WrongCellCount, $"{cells.Length}/{header.Length}");
                    continue;
                }

                rows.Add(new ImportRow(number, columns, cells));
            }
        }
        catch (CsvFormatException)
        {
            errors.Add(number + 1, "", ImportErrorCode.Unreadable);
        }

        return rows;

        bool Next()
        {
            while (reader.Read())
            {
                number++;
                if (reader.FieldCount > 1 || (reader.FieldCount == 1 && reader.GetString(0).Length > 0)) return true;
            }

            return false;
        }
    }

    /// <summary>The rows of a JSON file: an array of objects, or an object with such an array as <c>items</c>.</summary>
    public static List<ImportRow> ReadJson(string text, ImportErrors errors) => ReadItems(text, "items", null, errors, Fields);

    /// <summary>The features of a GeoJSON FeatureCollection (RFC 7946, 3.3), as rows with the columns <c>key</c> and <c>geometry</c>.</summary>
    /// <param name="key">The property that holds the number or code; null for <c>number</c> or <c>code</c>.</param>
    public static List<ImportRow> ReadGeoJson(string text, string? key, ImportErrors errors) => ReadItems(text, "features", "FeatureCollection", errors, (JsonElement feature, ref string column) =>
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
        }

        return fields;
    });

    /// <param name="type">The <c>type</c> of the object that holds the list; null when the list may stand alone.</param>
    private static List<ImportRow> ReadItems(string text, string list, string? type, ImportErrors errors, FieldsOf fieldsOf)
    {
        var rows = new List<ImportRow>();
        JsonElement items;
        try
        {
            items = JsonSerializer.Deserialize(text, ImportJson.Default.JsonElement);
        }
        catch (JsonException)
        {
            errors.Add(1, "", ImportErrorCode.Unreadable);
            return rows;
        }

        var isNamed = type is null
            || (items.ValueKind == JsonValueKind.Object && items.TryGetProperty("type", out var name) && name.ValueKind == JsonValueKind.String && name.ValueEquals(type));
        if (items.ValueKind == JsonValueKind.Object && items.TryGetProperty(list, out var inner)) items = inner;
        if (items.ValueKind != JsonValueKind.Array || !isNamed)
        {
            errors.Add(1, list, ImportErrorCode.Unreadable);
            return rows;
        }

        // Shared by rows with the same properties in the same order.
        Dictionary<string, int>? columns = null;
        var number = 0;
        foreach (var item in items.EnumerateArray())
        {
            number++;
            if (!HasRoom(rows, number, errors)) break;
            if (item.ValueKind != JsonValueKind.Object)
            {
                errors.Add(number, "", ImportErrorCode.Unreadable);
                continue;
            }

            var column = "";
            try
            {
                var fields = fieldsOf(item, ref column);
                if (columns is null || !columns.Keys.SequenceEqual(fields.Keys, StringComparer.Ordinal))
                {
                    columns = fields.Keys.Index().ToDictionary(k => k.Item, k => k.Index, StringComparer.Ordinal);
                }

                rows.Add(new ImportRow(number, columns, [.. fields.Values]));
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair, in a value or in the name of a column.
                errors.Add(number, column, ImportErrorCode.BadValue);
            }
        }

        return rows;
    }

    private static Dictionary<string, string> Fields(JsonElement item, ref string column)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in item.EnumerateObject())
        {
            column = ""; // In case reading its name throws.
            column = property.Name;
            fields[column] = AsCell(property.Value);
        }

        return fields;
    }

    /// <param name="column">The column that is being read: tells the caller where reading failed.</param>
    private delegate Dictionary<string, string> FieldsOf(JsonElement item, ref string column);

    // Joins a list of plain values with '|', as in CSV; leaves other structures for the dataset to read.
    private static string AsCell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => Normal(value.GetString()!.Trim()),
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) =>
            string.Join('|', value.EnumerateArray().Select(v => v.GetString())),
        _ => value.GetRawText(),
    };

    private static bool HasRoom(List<ImportRow> rows, int number, ImportErrors errors)
    {
        if (rows.Count + errors.RejectedRows < MaxRows) return true;
        errors.Add(number, "", ImportErrorCode.TooManyRows, MaxRows.ToString(CultureInfo.InvariantCulture));
        return false;
    }

    private static string[] Cells(CsvReader reader)
    {
        var cells = new string[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++) cells[i] = Normal(reader.GetString(i));
        return cells;
    }

    // NFC, so that equal-looking texts are equal. Text with half a surrogate pair cannot be normalized; the rules of the row refuse it.
    internal static string Normal(string text)
    {
        try
        {
            return text.Normalize();
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    private static readonly char[] Separators = [',', ';', '\t'];

    private static char SeparatorOf(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        var header = end < 0 ? text : text[..end];
        return Separators.MaxBy(separator => header.Count(c => c == separator));
    }
}
