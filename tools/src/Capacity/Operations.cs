using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessDecide.Tools.Capacity;

/// <summary>Storage requests that one call makes on a warm instance.</summary>
internal sealed record Operations(int TableReads, int TableWrites, int BlobReads, int BlobWrites, int Queue)
{
    [JsonIgnore]
    public int Tables => TableReads + TableWrites;

    [JsonIgnore]
    public int All => Tables + BlobReads + BlobWrites + Queue;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true };

    /// <summary>Returns the operations of <c>tools/operations.json</c> by the name of the call.</summary>
    public static SortedDictionary<string, Operations> Read(string file) =>
        JsonSerializer.Deserialize<SortedDictionary<string, Operations>>(File.ReadAllBytes(file), Json)!;

    public static string Write(SortedDictionary<string, Operations> measured) =>
        JsonSerializer.Serialize(measured, Json).Replace("{\n    ", "{ ", StringComparison.Ordinal).Replace(",\n    ", ", ", StringComparison.Ordinal).Replace("\n  }", " }", StringComparison.Ordinal);
}
