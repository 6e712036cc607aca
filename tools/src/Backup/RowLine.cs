using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;

namespace ServerlessDecide.Tools.Backup;

/// <summary>
/// Writes a table row as a line of JSON, and reads it. Types that JSON lacks follow their column, as the service itself writes them:
/// <c>"At":"2021-05-10T17:00:00.0000000Z","At@odata.type":"Edm.DateTime"</c>. Columns are sorted, so that equal rows are equal lines.
/// Timestamp and ETag are left out: the service sets them, and they cannot be restored.
/// </summary>
internal static class RowLine
{
    private const string Partition = "PartitionKey";
    private const string Row = "RowKey";
    private const string TypeOf = "@odata.type";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(TableEntity row)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString(Partition, row.PartitionKey);
            json.WriteString(Row, row.RowKey);
            foreach (var (name, value) in row.Where(c => !IsOfTheService(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal)) WriteColumn(json, name, value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <exception cref="InvalidDataException">The line is not a row of a backup.</exception>
    public static TableEntity Read(string line)
    {
        try
        {
            var columns = JsonNode.Parse(line)!.AsObject();
            var row = new TableEntity(columns[Partition]!.GetValue<string>(), columns[Row]!.GetValue<string>());
            foreach (var (name, value) in columns.Where(c => c.Key is not (Partition or Row) && !c.Key.EndsWith(TypeOf, StringComparison.Ordinal)))
            {
                row[name] = ReadColumn(value!, (string?)columns[name + TypeOf]);
            }

            return row;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new InvalidDataException("A line is not a row of a backup.", e);
        }
    }

    private static void WriteColumn(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                WriteTyped(json, name, number.ToString(CultureInfo.InvariantCulture), "Edm.Int64");
                break;
            case double number:
                WriteTyped(json, name, number.ToString("R", CultureInfo.InvariantCulture), "Edm.Double");
                break;
            case DateTimeOffset moment:
                WriteTyped(json, name, moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), "Edm.DateTime");
                break;
            case Guid guid:
                WriteTyped(json, name, guid.ToString("D"), "Edm.Guid");
                break;
            case byte[] bytes:
                WriteTyped(json, name, Convert.ToBase64String(bytes), "Edm.Binary");
                break;
            default:
                throw new RefusedException($"Column {name} has a type that a backup cannot hold: {value?.GetType().Name ?? "null"}.");
        }
    }

    private static void WriteTyped(Utf8JsonWriter json, string name, string value, string type)
    {
        json.WriteString(name, value);
        json.WriteString(name + TypeOf, type);
    }

    private static object ReadColumn(JsonNode value, string? type) => type switch
    {
        null when value.GetValueKind() == JsonValueKind.Number => value.GetValue<int>(),
        null when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        null => value.GetValue<string>(),
        "Edm.Int64" => long.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture),
        "Edm.Double" => double.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture),
        "Edm.DateTime" => DateTimeOffset.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture),
        "Edm.Guid" => Guid.Parse(value.GetValue<string>()),
        "Edm.Binary" => Convert.FromBase64String(value.GetValue<string>()),
        _ => throw new FormatException($"Unknown type {type}."),
    };

    private static bool IsOfTheService(string column) => column is Partition or Row or "Timestamp" or "odata.etag";
}
