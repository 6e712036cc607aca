using Azure.Data.Tables;
using ServerlessDecide.Audit;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Tools.Backup;

/// <summary>A table, or a part of a shared table, that belongs to a process.</summary>
/// <param name="Name">Without the installation's prefix: <c>0audit</c>.</param>
/// <param name="Filter">The filter for the process's rows; null for all.</param>
internal sealed record OwnTable(string Name, string? Filter);

/// <summary>Blobs that belong to a process.</summary>
/// <param name="Container">Without the installation's prefix and the hyphen: <c>content</c>.</param>
/// <param name="Name">The name of one blob or, with a slash at the end, a prefix of names.</param>
internal sealed record OwnBlobs(string Container, string Name)
{
    public bool Has(string blob) => Name.EndsWith('/') ? blob.StartsWith(Name, StringComparison.Ordinal) : blob == Name;
}

/// <summary>
/// Lists what in an installation belongs to a process. A new kind of table or container must be added here: <see cref="SaveBackup"/>
/// stops at unknown names, so that nothing is left out unnoticed.
/// </summary>
internal sealed class Inventory(string prefix, ProcessId process)
{
    /// <summary>The container of secrets, which a backup may leave out.</summary>
    public const string Keys = "keys";

    /// <summary>The catalog holds all processes; a backup takes only one entry.</summary>
    public const string CatalogContainer = "content";
    public const string CatalogBlob = "catalog.json";

    /// <summary>How the names of reaction tables begin.</summary>
    public const string ReactionsKind = "0reactions";

    /// <summary>Tables of one process, and how many digits follow the process in their names: day and shard, day, or none.</summary>
    private static readonly (string Kind, int Digits)[] OwnTables = [(ReactionsKind, 9), ("0comments", 8), ("0usage", 8), ("0worklist", 0)];

    /// <summary>Tables that all processes share: a process has partitions <c>{process}</c> and <c>{process}.…</c>.</summary>
    private static readonly string[] SharedTables = ["0sweeps", "0imports", "0dailyfigures", "0deliveries", AuditTable];

    /// <summary>
    /// Tables of a day and of no process: used proofs, worthless after twenty minutes; keys that are made to be destroyed; and networks hashed
    /// under one of them.
    /// </summary>
    private static readonly string[] LeftOutTables = ["0proofs", "0daykeys", "0networks"];

    private static readonly string[] Containers = [CatalogContainer, "imports", "packages", "work"];

    /// <summary>The audit, which only grows. Includes the installation's rows, which tell who created the process.</summary>
    public const string AuditTable = "0audit";

    /// <summary>
    /// The visitors' key, without which no visitor's rows can be found again, and the key ring, without which no token can be read. The app
    /// recreates the key that signs challenges.
    /// </summary>
    public IReadOnlyList<OwnBlobs> KeyBlobs => [new(Keys, "secrets/" + ParticipationService.VisitorKeyName(process)), new(Keys, "ring/")];

    /// <summary>The process's blobs, and the long details of the installation's audit rows, which the backup also holds.</summary>
    public IReadOnlyList<OwnBlobs> Blobs =>
        [.. Containers.Select(container => new OwnBlobs(container, process + "/")), new(CatalogContainer, AuditStore.Installation + "/audit/")];

    /// <summary>Returns the table if it belongs to the process or has rows that do, or null.</summary>
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

    /// <summary>Whether this tool knows the kind of a table, of this process or another.</summary>
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
        // Ids contain no dot, and '/' is the character after '.': no other process's partitions fall in this range.
        var own = TableClient.CreateQueryFilter(
            $"PartitionKey eq {process.Value} or (PartitionKey ge {process.Value + "."} and PartitionKey lt {process.Value + "/"})");
        return table == AuditTable ? $"{own} or (PartitionKey ge 'installation.' and PartitionKey lt 'installation/')" : own;
    }

    private static bool EndsWithDigits(string name, int digits) => name.Length > digits && name[^digits..].All(char.IsAsciiHexDigitLower);
}
