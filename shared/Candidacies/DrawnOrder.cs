using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Candidacies;

/// <summary>
/// The order of contenders side by side, drawn anew every day so that none comes first by name or by size. Anyone can repeat the draw: the
/// order is that of the SHA-256 of the UTF-8 text <c>{seed}/{contender}</c> in hexadecimal, the lowest first.
/// </summary>
/// <param name="Seed">The process and the local day: <c>edomex-2021/2021-05-10</c>.</param>
public sealed record DrawnOrder(string Seed)
{
    /// <summary>Returns the order at a moment, which is valid until the end of the local day.</summary>
    public static DrawnOrder Of(ElectoralProcess process, DateTimeOffset now) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{process.Id}/{process.LocalDay(now):yyyy-MM-dd}"));

    /// <summary>Returns the lot of a contender: 64 hexadecimal digits.</summary>
    /// <param name="contender">The contender's id.</param>
    public string Lot(string contender) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}/{contender}")));
}
