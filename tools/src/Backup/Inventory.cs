using Azure.Data.Tables;
using ServerlessDecide.Oversight;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Tools.Backup;

/// <summary>A table, or the part of one, that belongs to a process.</summary>
/// <param name="Name">Without the installation's prefix: <c>0audit</c>.</param>
/// <param name="Filter">Which rows; null for all.</param>
internal sealed record OwnTable(string Name, string? Filter);

/// <summary>Blobs that belong to a process.</summary>
/// <param name="Container">Without the installation's prefix and the hyphen: <c>content</c>.</param>
/// <param name="Name">The name of one; or, with a slash at the end, how the names of many begin.</param>
internal sealed record OwnBlobs(string Container, string Name)
{
    public bool Has(string blob) => Name.EndsWith('/') ? blob.StartsWith(Name, StringComparison.Ordinal) : blob == Name;
}

/// <summary>
/// What of an installation belongs to a process. A new kind of table or container has to be added here: <see cref="SaveBackup"/> stops
/// at names it does not know, so that nothing is left out unseen.
/// </summary>
internal sealed class Inventory(string prefix, ProcessId process)
{
    /// <summary>The container of secrets, which a backup may go without.</summary>
    public const string Keys = "keys";

    /// <summary>The catalog holds all processes; a backup takes the entry of one.</summary>
    public const string CatalogContainer = "content";
    public const string CatalogBlob = "catalog.json";

    /// <summary>How tables of reactions begin.</summary>
    public const string ReactionsKind = "0reactions";

    /// <summary>Tables of one process, and how many digits follow it in their names: day and shard, day, or none.</summary>
    private static readonly (string Kind, int Digits)[] OwnTables = [(ReactionsKind, 9), ("0comments", 8), ("0usage", 8), ("0worklist", 0)];

    /// <summary>Tables that all processes share: a process has partitions <c>{process}</c> and <c>{process}.…</c>.</summary>
    private static readonly string[] SharedTables = ["0sweeps", "0imports", "0dailyfigures", "0deliveries", AuditTable];

    /// <summary>Of no process and of one day: used proofs, worth nothing after twenty minutes, keys that are made to be destroyed, and networks under one of them.</summary>
    private static readonly string[] LeftOutTables = ["0proofs", "0daykeys", "0networks"];

    private static readonly string[] Containers = [CatalogContainer, "imports", "packages", "work"];

    /// <summary>Only ever added to: also the rows of the installation, which tell who created the process.</summary>
    public const string AuditTable = "0audit";

    /// <summary>
    /// The visitors' key, without which nobody's rows are found again, and the ring, without which no token opens. The key that signs
    /// challenges is made anew where it is missing.
    /// </summary>
    public IReadOnlyList<OwnBlobs> KeyBlobs => [new(Keys, "secrets/" + VisitorParticipation.VisitorKeyName(process)), new(Keys, "ring/")];

    /// <summary>The process's blobs, and long details of the installation's audit, whose rows are taken along as well.</summary>
    public IReadOnlyList<OwnBlobs> Blobs =>
        [.. Containers.Select(container => new OwnBlobs(container, process + "/")), new(CatalogContainer, AuditStore.Installation + "/audit/")];

    /// <summary>Whether a table is the process's, or has rows that are.</summary>
    public OwnTable? Find(string table)
    {
        var name = table[prefix.Length..];
        if (SharedTables.Contains(name, StringComparer.Ordinal)) return new OwnTable(name, FilterOf(name));
        return OwnTables.Any(t => name.Length == t.Kind.Length + process.Compact.Length + t.Digits
            && name.StartsWith(t.Kind + process.Compact, StringComparison.Ordinal)
            && EndsWithDigits(name, t.Digits))
            ? new OwnTable(name, null)
            : null;
    }

    /// <summary>Whether this tool knows what a table is for, if only that it is another process's.</summary>
    public bool KnowsTable(string table)
    {
        var name = table[prefix.Length..];
        return SharedTables.Contains(name, StringComparer.Ordinal)
            || LeftOutTables.Any(kind => name.StartsWith(kind, StringComparison.Ordinal))
            || OwnTables.Any(t => name.StartsWith(t.Kind, StringComparison.Ordinal) && EndsWithDigits(name, t.Digits));
    }

    public bool KnowsContainer(string container)
    {
        var name = container[(prefix.Length + 1)..];
        return name == Keys || Containers.Contains(name, StringComparer.Ordinal);
    }

    private string FilterOf(string table)
    {
        // No id holds a dot, and '/' follows it: no other process's partitions are in between.
        var own = TableClient.CreateQueryFilter(
            $"PartitionKey eq {process.Value} or (PartitionKey ge {process.Value + "."} and PartitionKey lt {process.Value + "/"})");
        return table == AuditTable ? $"{own} or (PartitionKey ge 'installation.' and PartitionKey lt 'installation/')" : own;
    }

    private static bool EndsWithDigits(string name, int digits) => name.Length > digits && name[^digits..].All(char.IsAsciiHexDigitLower);
}
