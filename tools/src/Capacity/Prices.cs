using System.Text.Json;

namespace ServerlessDecide.Tools.Capacity;

/// <param name="Id">The quantity of <see cref="Demand.Billed"/> that the price is for.</param>
/// <param name="Meter">The name on the price sheet.</param>
/// <param name="Per">How many units the price covers.</param>
internal sealed record Price(string Id, string Meter, decimal Per, decimal Amount);

/// <summary>List prices of one day, <c>tools/prices.json</c>.</summary>
internal sealed record Prices(string AsOf, string Source, string Currency, string Region, IReadOnlyDictionary<string, Price> ById)
{
    public static Prices Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = json.RootElement;
        string Text(string name) => root.GetProperty(name).GetString()!;
        var prices = root.GetProperty("prices").EnumerateArray().Select(p => new Price(
            p.GetProperty("id").GetString()!, p.GetProperty("meter").GetString()!, p.GetProperty("per").GetDecimal(), p.GetProperty("price").GetDecimal()));
        return new Prices(Text("asOf"), Text("source"), Text("currency"), Text("region"), prices.ToDictionary(p => p.Id, StringComparer.Ordinal));
    }

    /// <summary>Returns the cost of a quantity, without deducting free monthly grants.</summary>
    public decimal Of(string id, double quantity) => (decimal)quantity / ById[id].Per * ById[id].Amount;
}
