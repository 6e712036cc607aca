using System.Globalization;
using System.Text.Json.Serialization;

namespace ServerlessDecide.Processes;

/// <summary>
/// All processes of the installation and which snapshot of each is published. One small blob, replaced as a whole with its ETag:
/// an instance sees a calendar and the content that belongs to it together, or neither.
/// </summary>
public sealed record Catalog(IReadOnlyList<ElectoralProcess> Processes)
{
    public static Catalog Empty { get; } = new([]);

    public ElectoralProcess? Find(ProcessId id) => Processes.FirstOrDefault(p => p.Id == id);

    /// <summary>
    /// The catalog with one process more, or null when its id is taken. <c>atlautla-2022</c> and <c>atlautla2022</c> take the same
    /// place, because both are the same name in tables.
    /// </summary>
    public Catalog? With(ElectoralProcess added) =>
        Processes.Any(p => p.Id.Compact == added.Id.Compact) ? null : new Catalog([.. Processes, added]);

    /// <summary>The catalog with a process changed. The others stand as they are.</summary>
    public Catalog Replace(ElectoralProcess changed) => new([.. Processes.Select(p => p.Id == changed.Id ? changed : p)]);
}

/// <summary>The catalog as it is stored.</summary>
internal sealed record StoredCatalog(IReadOnlyList<StoredProcess> Processes)
{
    public static StoredCatalog From(Catalog catalog) => new([.. catalog.Processes.Select(StoredProcess.From)]);

    public Catalog ToCatalog() => new([.. Processes.Select(p => p.ToProcess())]);
}

internal sealed record StoredProcess(
    string Id, string Name, string TimeZone, string ElectionDay, IReadOnlyDictionary<string, IReadOnlyList<Window>> Activities, string? ContentVersion, string? StatisticsVersion)
{
    public static StoredProcess From(ElectoralProcess process) => new(
        process.Id.Value,
        process.Name,
        process.TimeZone.Id,
        process.ElectionDay.ToString("O", CultureInfo.InvariantCulture),
        Enum.GetValues<Activity>().ToDictionary(a => a.Name(), a => process.Calendar[a], StringComparer.Ordinal),
        process.ContentVersion,
        process.StatisticsVersion);

    public ElectoralProcess ToProcess()
    {
        var windows = new Dictionary<Activity, IReadOnlyList<Window>>();
        foreach (var (name, list) in Activities)
        {
            if (ActivityNames.TryParse(name, out var activity)) windows[activity] = list;
        }

        return new ElectoralProcess(
            ProcessId.Parse(Id),
            Name,
            TimeZoneInfo.FindSystemTimeZoneById(TimeZone),
            DateOnly.ParseExact(ElectionDay, "O", CultureInfo.InvariantCulture),
            Calendar.TryCreate(windows, out var faults) ?? throw new InvalidDataException($"The calendar of {Id} is broken: {string.Join(", ", faults)}"),
            ContentVersion,
            StatisticsVersion);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredCatalog))]
internal sealed partial class CatalogJson : JsonSerializerContext;
