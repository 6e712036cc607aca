using System.Globalization;
using Microsoft.Extensions.Options;

namespace ServerlessDecide.Storage;

/// <summary>A table of reactions.</summary>
/// <param name="IssuedOn">The UTC day on which the visitors' credentials were issued.</param>
/// <param name="Shard">The shard of the visitors, 0-15.</param>
public sealed record ReactionTable(string Name, DateOnly IssuedOn, int Shard);

/// <summary>
/// The name of every table, queue and container. A table name allows at most 63 letters and digits, so a process appears without its
/// hyphens (the catalog prevents two processes from getting the same name) and a day as eight digits.
/// </summary>
public sealed class StorageNames(IOptions<StorageOptions> options)
{
    private readonly string prefix = options.Value.StoragePrefix;

    /// <summary>The table of all reactions of the visitors of one shard (0-15) whose credentials were issued on one UTC day.</summary>
    public string Reactions(ProcessId process, DateOnly issuedOn, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{ReactionsPrefix(process)}{issuedOn:yyyyMMdd}{shard:x1}");

    /// <summary>The prefix of a process's tables of reactions. Other processes' tables may share it: see <see cref="ReadReactions"/>.</summary>
    public string ReactionsPrefix(ProcessId process) => $"{prefix}0reactions{process.Compact}";

    /// <summary>
    /// Parses a name that <see cref="Reactions"/> made, or returns null if the table is another process's, such as one whose id begins with
    /// this one's.
    /// </summary>
    /// <exception cref="InvalidDataException">The table is this process's, but has no valid day or shard.</exception>
    public ReactionTable? ReadReactions(ProcessId process, string table)
    {
        const int Digits = 8;
        var own = ReactionsPrefix(process);
        var length = own.Length;
        if (table.Length != length + Digits + 1 || !table.StartsWith(own, StringComparison.Ordinal)) return null;
        return DateOnly.TryParseExact(table.AsSpan(length, Digits), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var issuedOn)
            && int.TryParse(table.AsSpan(length + Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var shard)
            ? new(table, issuedOn, shard)
            : throw new InvalidDataException($"{table} is not a table of reactions that this version knows.");
    }

    /// <summary>The table of comments received on one local day.</summary>
    public string Comments(ProcessId process, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{CommentsPrefix(process)}{day:yyyyMMdd}");

    /// <summary>The prefix of a process's tables of comments; eight digits follow.</summary>
    public string CommentsPrefix(ProcessId process) => $"{prefix}0comments{process.Compact}";

    /// <summary>The review queue of the people who moderate a process.</summary>
    public string ReviewQueue(ProcessId process) => $"{prefix}0worklist{process.Compact}";

    /// <summary>Used proofs of work, by the UTC day on which they expire.</summary>
    public string SpentProofs(DateOnly expiryDay) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}0proofs{expiryDay:yyyyMMdd}");

    /// <summary>The heavy networks of one day, as each instance counted them.</summary>
    public string Networks(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{NetworksPrefix}{day:yyyyMMdd}");

    /// <summary>The prefix of the tables of heavy networks; eight digits follow.</summary>
    public string NetworksPrefix => prefix + "0networks";

    /// <summary>Keys that are destroyed when their day is over.</summary>
    public string DayKeys => prefix + "0daykeys";

    /// <summary>How far the sweep of each process has got.</summary>
    public string Sweeps => prefix + "0sweeps";

    /// <summary>Imports and how they ended.</summary>
    public string Imports => prefix + "0imports";

    /// <summary>The figures of each day of each process.</summary>
    public string DailyFigures => prefix + "0dailyfigures";

    /// <summary>The use of the tool on one local day, as each instance counted it.</summary>
    public string Usage(ProcessId process, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{UsagePrefix(process)}{day:yyyyMMdd}");

    /// <summary>The prefix of a process's tables of use; eight digits follow.</summary>
    public string UsagePrefix(ProcessId process) => $"{prefix}0usage{process.Compact}";

    /// <summary>The steps of packaging and the packages.</summary>
    public string Deliveries => prefix + "0deliveries";

    /// <summary>The acts of operators.</summary>
    public string Audit => prefix + "0audit";

    /// <summary>The container of the catalog and the immutable snapshots.</summary>
    public string ContentContainer => prefix + "-content";

    /// <summary>The container of imported files as received.</summary>
    public string ImportsContainer => prefix + "-imports";

    public string PackagesContainer => prefix + "-packages";

    /// <summary>The container of intermediate results, all of which can be computed again.</summary>
    public string WorkContainer => prefix + "-work";

    /// <summary>The container of secret keys. It never has anything public.</summary>
    public string KeysContainer => prefix + "-keys";

    /// <summary>The full name of a queue.</summary>
    /// <param name="name">The name that the message class gives it.</param>
    public string Queue(string name) => $"{prefix}-{name}";

    /// <summary>The prefix of the tables of used proofs; eight digits follow.</summary>
    public string SpentProofsPrefix => prefix + "0proofs";
}
