using System.Text;
using System.Text.Json;
using CsvHelper;

namespace ServerlessDecide.Imports;

/// <summary>A row of an imported file.</summary>
/// <param name="Number">As a spreadsheet counts: the header is row 1. In JSON the first item is row 1.</param>
/// <param name="Fields">By column, trimmed; absent and empty are the same.</param>
public sealed record ImportRow(int Number, IReadOnlyDictionary<string, string> Fields)
{
    public string this[string column] => Fields.GetValueOrDefault(column, "");
}

/// <summary>Reads the files that people have: UTF-8 with or without BOM, Windows-1252; comma, semicolon or tab; or JSON.</summary>
public static class ImportRows
{
    /// <summary>Bytes of one row at most: an unclosed quote must not swallow the file.</summary>
    public const int MaxRecordSize = 6_000_000;

    static ImportRows() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text of a file: UTF-8 where its bytes are valid UTF-8, otherwise Windows-1252, which is what spreadsheets write.</summary>
    public static string Decode(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(Encoding.UTF8.Preamble)) file = file[3..];
        if (System.Text.Unicode.Utf8.IsValid(file)) return Encoding.UTF8.GetString(file);
        if (file.StartsWith(Encoding.Unicode.Preamble)) return Encoding.Unicode.GetString(file[2..]);
        return Encoding.GetEncoding(1252).GetString(file);
    }

    /// <summary>The rows of a CSV file with a header. What cannot be read as CSV is reported and ends the reading.</summary>
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
            // They are no rows to us, but a spreadsheet counts them.
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
            while (Next())
            {
                var cells = Cells(reader);
                if (cells.Length != header.Length)
                {
                    errors.Add(number, "", ImportErrorCode.WrongCellCount, $"{cells.Length}/{header.Length}");
                    continue;
                }

                var fields = new Dictionary<string, string>(header.Length, StringComparer.Ordinal);
                for (var i = 0; i < header.Length; i++) fields[header[i]] = cells[i];
                rows.Add(new ImportRow(number, fields));
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
    public static List<ImportRow> ReadJson(string text, ImportErrors errors)
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

        if (items.ValueKind == JsonValueKind.Object && items.TryGetProperty("items", out var inner)) items = inner;
        if (items.ValueKind != JsonValueKind.Array)
        {
            errors.Add(1, "items", ImportErrorCode.Unreadable);
            return rows;
        }

        var number = 0;
        foreach (var item in items.EnumerateArray())
        {
            number++;
            if (item.ValueKind != JsonValueKind.Object)
            {
                errors.Add(number, "", ImportErrorCode.Unreadable);
                continue;
            }

            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            var column = "";
            try
            {
                foreach (var property in item.EnumerateObject())
                {
                    column = ""; // Until its name could be read.
                    column = property.Name;
                    fields[column] = AsCell(property.Value);
                }

                rows.Add(new ImportRow(number, fields));
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair, in a value or in the name of a column.
                errors.Add(number, column, ImportErrorCode.BadValue);
            }
        }

        return rows;
    }

    // A list of plain values is what CSV writes with '|' between them; other structures are left for the dataset to read.
    private static string AsCell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => Normal(value.GetString()!.Trim()),
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) =>
            string.Join('|', value.EnumerateArray().Select(v => v.GetString())),
        _ => value.GetRawText(),
    };

    private static string[] Cells(CsvReader reader)
    {
        var cells = new string[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++) cells[i] = Normal(reader.GetString(i));
        return cells;
    }

    // NFC: what looks the same is the same. Text with half a surrogate pair cannot be normalized; the row's rules refuse it.
    private static string Normal(string text)
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
