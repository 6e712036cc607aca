using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Candidacies;

/// <summary>
/// The order in which contenders stand side by side, drawn anew every day so that nobody stands first by name or by size. Anyone can draw
/// it again: contenders stand in the order of the SHA-256 of the UTF-8 text <c>{seed}/{contender}</c>, written in hexadecimal, the lowest first.
/// </summary>
/// <param name="Seed">The process and the local day: <c>edomex-2021/2021-05-10</c>.</param>
public sealed record DrawnOrder(string Seed)
{
    /// <summary>The order of that moment, which stands until the local day is over.</summary>
    public static DrawnOrder Of(ElectoralProcess process, DateTimeOffset now) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{process.Id}/{process.LocalDay(now):yyyy-MM-dd}"));

    /// <summary>What a contender drew: 64 hexadecimal digits.</summary>
    /// <param name="contender">Its id.</param>
    public string Lot(string contender) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}/{contender}")));
}
