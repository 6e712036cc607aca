using System.Globalization;
using Microsoft.Extensions.Options;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Storage;

/// <summary>
/// The name of every table, queue and container. Table names may hold only letters and digits and 63 of them, so a process appears
/// without its hyphens (<see cref="Catalog"/> keeps two processes from becoming the same name) and a day as eight digits.
/// </summary>
public sealed class StorageNames(IOptions<StorageOptions> options)
{
    private readonly string prefix = options.Value.StoragePrefix;

    /// <summary>Reactions accepted on one local day by visitors of one shard (0-15).</summary>
    public string Reactions(ProcessId process, DateOnly day, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{ReactionsPrefix(process)}{day:yyyyMMdd}{shard:x1}");

    /// <summary>Prefix of the tables of reactions of a process; eight digits and the shard follow.</summary>
    public string ReactionsPrefix(ProcessId process) => $"{prefix}0reactions{process.Compact}";

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
