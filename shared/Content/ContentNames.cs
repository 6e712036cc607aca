using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServerlessDecide.Exports;

namespace ServerlessDecide.Content;

/// <summary>The names of what ids stand for, for files that people read. An unknown id has the empty name.</summary>
public sealed class ContentNames
{
    private static readonly FileText StateWide = new("Legislatura, representación proporcional", "Legislature, proportional representation");

    private readonly ContentIndex content;
    private readonly Dictionary<string, (FileText Name, string Seat, string Municipality)> contests;

    internal ContentNames(ContentIndex content)
    {
        this.content = content;
        var all = content.All;
        contests = all.Districts.Select(d => (Candidacies.Contest.OfDistrict(d.Number).Id, (new FileText($"Distrito {d.Number}, {d.Seat}", $"District {d.Number}, {d.Seat}"), d.Seat, "")))
            .Concat(all.Municipalities.Select(m => (Candidacies.Contest.OfMunicipality(m.Code).Id, (new FileText($"Ayuntamiento de {m.Name}", $"Council of {m.Name}"), "", m.Name))))
            .Append((Candidacies.Contest.StateWide, (StateWide, "", "")))
            .ToDictionary(c => c.Item1, c => c.Item2, StringComparer.Ordinal);
        Version = VersionOf(all);
    }

    /// <summary>A hash of all names, 24 hexadecimal digits. It changes only when a name does.</summary>
    public string Version { get; }

    public string Contender(string id) => content.Contender(id)?.Name ?? "";

    public string Office(string id) => content.Office(id)?.Name ?? "";

    public string DistrictSeat(string number) => content.District(number)?.Seat ?? "";

    public string Municipality(string code) => content.Municipality(code)?.Name ?? "";

    /// <param name="id">As a candidate has it: <c>legislature-7</c>, <c>council-15106</c> or <c>legislature</c>.</param>
    /// <param name="language"><c>en</c> for English; Spanish otherwise.</param>
    public string Contest(string id, string? language) => contests.TryGetValue(id, out var contest) ? contest.Name.In(language) : "";

    /// <summary>Returns the seat of the district, or the name of the municipality, in which a contest is held.</summary>
    public (string DistrictSeat, string Municipality) TerritoryOf(string contest) =>
        contests.TryGetValue(contest, out var found) ? (found.Seat, found.Municipality) : ("", "");

    private static string VersionOf(ProcessContent all)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(all.Contenders.Select(c => (c.Id, c.Name)));
        Append(all.Offices.Select(o => (o.Id, o.Name)));
        Append(all.Districts.Select(d => (d.Number, d.Seat)));
        Append(all.Municipalities.Select(m => (m.Code, m.Name)));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));

        // With their lengths, so that no two lists read the same.
        void Append(IEnumerable<(string Id, string Name)> names)
        {
            foreach (var (id, name) in names) hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id.Length}:{id}{name.Length}:{name}")));
            hash.AppendData([0]);
        }
    }
}
