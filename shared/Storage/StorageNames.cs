using System.Globalization;
using Microsoft.Extensions.Options;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Storage;

/// <summary>A table of reactions.</summary>
/// <param name="IssuedOn">The UTC day on which its visitors' credentials were issued.</param>
/// <param name="Shard">The shard of its visitors, 0-15.</param>
public sealed record ReactionTable(string Name, DateOnly IssuedOn, int Shard);

/// <summary>
/// The name of every table, queue and container. Table names may hold only letters and digits and 63 of them, so a process appears
/// without its hyphens (<see cref="Catalog"/> keeps two processes from becoming the same name) and a day as eight digits.
/// </summary>
public sealed class StorageNames(IOptions<StorageOptions> options)
{
    private readonly string prefix = options.Value.StoragePrefix;

    /// <summary>All reactions of the visitors of one shard (0-15) whose credentials were issued on one UTC day.</summary>
    public string Reactions(ProcessId process, DateOnly issuedOn, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{ReactionsPrefix(process)}{issuedOn:yyyyMMdd}{shard:x1}");

    /// <summary>Prefix of the tables of reactions of a process, and of some other processes: <see cref="ReadReactions"/> tells them apart.</summary>
    public string ReactionsPrefix(ProcessId process) => $"{prefix}0reactions{process.Compact}";

    /// <summary>The table as <see cref="Reactions"/> names it, or null when it is another process's, such as one whose name begins with this one's.</summary>
    /// <exception cref="InvalidDataException">The table is this process's and no such day or shard is known.</exception>
    public ReactionTable? ReadReactions(ProcessId process, string table)
    {
        const int Digits = 8;
        var own = ReactionsPrefix(process);
        var length = own.Length;
        if (table.Length != length + Digits + 1 || !table.StartsWith(own, StringComparison.Ordinal)) return null;
        return DateOnly.TryParseExact(table.AsSpan(length, Digits), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var issuedOn)
            && int.TryParse(table.AsSpan(length + Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var shard)
            ? new(table, issuedOn, shard)
            : throw new InvalidDataException($"{table} is no table of reactions that this version knows.");
    }

    /// <summary>Comments received on one local day.</summary>
    public string Comments(ProcessId process, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{CommentsPrefix(process)}{day:yyyyMMdd}");

    /// <summary>Prefix of the tables of comments of a process; eight digits follow.</summary>
    public string CommentsPrefix(ProcessId process) => $"{prefix}0comments{process.Compact}";

    /// <summary>The work list of who moderates a process.</summary>
    public string WorkList(ProcessId process) => $"{prefix}0worklist{process.Compact}";

    /// <summary>Proofs of work already used, by the UTC day on which they expire.</summary>
    public string SpentProofs(DateOnly expiryDay) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}0proofs{expiryDay:yyyyMMdd}");

    /// <summary>Heavy networks of one day of networks, as each instance counted them.</summary>
    public string Networks(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{NetworksPrefix}{day:yyyyMMdd}");

    /// <summary>Prefix of the tables of heavy networks; eight digits follow.</summary>
    public string NetworksPrefix => prefix + "0networks";

    /// <summary>Keys that are destroyed when their day is over.</summary>
    public string DayKeys => prefix + "0daykeys";

    /// <summary>How far the sweep of each process has come.</summary>
    public string Sweeps => prefix + "0sweeps";

    /// <summary>Imports and how they ended.</summary>
    public string Imports => prefix + "0imports";

    /// <summary>Figures of each day of each process.</summary>
    public string DailyFigures => prefix + "0dailyfigures";

    /// <summary>What instances counted of the use of the tool on one local day.</summary>
    public string Usage(ProcessId process, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{UsagePrefix(process)}{day:yyyyMMdd}");

    /// <summary>Prefix of the tables of use of a process; eight digits follow.</summary>
    public string UsagePrefix(ProcessId process) => $"{prefix}0usage{process.Compact}";

    /// <summary>Steps of packaging and packages made.</summary>
    public string Deliveries => prefix + "0deliveries";

    /// <summary>What operators did.</summary>
    public string Audit => prefix + "0audit";

    /// <summary>Container of the catalog and the immutable snapshots.</summary>
    public string ContentContainer => prefix + "-content";

    /// <summary>Container of imported files as they came.</summary>
    public string ImportsContainer => prefix + "-imports";

    /// <summary>Container of packages.</summary>
    public string PackagesContainer => prefix + "-packages";

    /// <summary>Container of intermediate results, all of which can be computed again.</summary>
    public string WorkContainer => prefix + "-work";

    /// <summary>Container of secret keys. Nothing public is ever in it.</summary>
    public string KeysContainer => prefix + "-keys";

    /// <summary>A queue by the name its message class gives it.</summary>
    public string Queue(string name) => $"{prefix}-{name}";

    /// <summary>Prefix of the tables of spent proofs; eight digits follow.</summary>
    public string SpentProofsPrefix => prefix + "0proofs";
}
