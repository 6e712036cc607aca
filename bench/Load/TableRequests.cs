using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServerlessDecide.Bench.Load;

/// <summary>
/// Writes requests that upsert one row as a lean client does: SharedKeyLite by hand, no storage library. The row has the size and the
/// column types of a reaction.
/// </summary>
internal sealed class TableRequests(Uri table, string account, string key)
{
    public const string Version = "2019-02-02";

    private readonly byte[] secret = Convert.FromBase64String(key);

    public Uri Table { get; } = table;

    /// <summary>Returns the row's URL.</summary>
    public Uri Address(string partition, string row) => new($"{Table.AbsoluteUri}(PartitionKey='{partition}',RowKey='{row}')");

    /// <summary>Returns <c>x-ms-date</c> and <c>Authorization</c>. Source: "Authorize with Shared Key", Shared Key Lite for the Table service.</summary>
    public (string Date, string Authorization) Sign(string partition, string row) => Sign($"(PartitionKey='{partition}',RowKey='{row}')");

    /// <param name="entity">The row's keys in parentheses; empty for an insert.</param>
    public (string Date, string Authorization) Sign(string entity)
    {
        var date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var text = $"{date}\n/{account}{Table.AbsolutePath}{entity}";
        return (date, $"SharedKeyLite {account}:{Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)))}");
    }

    public static byte[] Row(string partition, string row, string value)
    {
        using var buffer = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("PartitionKey", partition);
            json.WriteString("RowKey", row);
            json.WriteString("Day", "2021-05-10");
            json.WriteNumber("Sequence", 1);
            json.WriteString("Stance", value);
            json.WriteString("Receipt", "0123456789ABCDEFGHJK");
            json.WriteString("At", TimeProvider.System.GetUtcNow().UtcDateTime);
            json.WriteString("At@odata.type", "Edm.DateTime");
            json.WriteString("Opening", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            json.WriteString("Opening@odata.type", "Edm.Binary");
            json.WriteString("Class", "A");
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Returns a row with the size and the column types of a comment.</summary>
    public static byte[] CommentRow(string receipt, string text)
    {
        using var buffer = new MemoryStream(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("PartitionKey", receipt[..2]);
            json.WriteString("RowKey", receipt);
            json.WriteString("Visitor", "0123456789abcdef0123456789abcdef");
            json.WriteString("Target", "platform.plataforma-01-legislatura");
            json.WriteString("Contender", "telar");
            json.WriteString("Kind", "idea");
            json.WriteString("Text", text);
            json.WriteString("ReceivedAt", TimeProvider.System.GetUtcNow().UtcDateTime);
            json.WriteString("ReceivedAt@odata.type", "Edm.DateTime");
            json.WriteString("Status", "received");
            json.WriteString("Reasons", "");
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
