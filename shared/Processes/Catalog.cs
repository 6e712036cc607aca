using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessDecide.Processes;

/// <summary>
/// All processes of the installation, and the published snapshot of each. It is one small blob, replaced as a whole with its ETag, so an
/// instance sees a calendar and its content together.
/// </summary>
public sealed record Catalog(IReadOnlyList<ElectoralProcess> Processes)
{
    /// <summary>The processes that were removed, as they were then. Nothing serves them, and their ids stay taken.</summary>
    public IReadOnlyList<ElectoralProcess> Removed { get; init; } = [];

    /// <summary>What a newer version of the tool has written beside the processes and this one does not know. Every write keeps it.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    public static Catalog Empty { get; } = new([]);

    public ElectoralProcess? Find(ProcessId id) => Processes.FirstOrDefault(p => p.Id == id);

    /// <summary>
    /// Returns the catalog with one more process, or null if its id is taken. <c>atlautla-2022</c> and <c>atlautla2022</c> count as the same
    /// id, because both give the same table name.
    /// </summary>
    public Catalog? With(ElectoralProcess added) =>
        Processes.Concat(Removed).Any(p => p.Id.Compact == added.Id.Compact) ? null : this with { Processes = [.. Processes, added] };

    /// <summary>Returns the catalog with one process replaced.</summary>
    public Catalog Replace(ElectoralProcess changed) => this with { Processes = [.. Processes.Select(p => p.Id == changed.Id ? changed : p)] };

    /// <summary>Returns the catalog with one process among the removed ones.</summary>
    public Catalog Remove(ElectoralProcess removed) =>
        this with { Processes = [.. Processes.Where(p => p.Id != removed.Id)], Removed = [.. Removed, removed] };

    /// <summary>Returns the catalog with some of the removed processes noted as closed for good.</summary>
    public Catalog NoteClosed(IReadOnlySet<ProcessId> closed) =>
        this with { Removed = [.. Removed.Select(p => closed.Contains(p.Id) ? p with { IsClosed = true } : p)] };

    /// <summary>Returns the catalog with a removed process in its place again, and its removal withdrawn; null if it is not among the removed ones.</summary>
    public Catalog? PutBack(ProcessId id)
    {
        if (Removed.FirstOrDefault(p => p.Id == id) is not { } removed) return null;
        var later = Processes.TakeWhile(p => !(p.CreatedAt > removed.CreatedAt)).Count();
        return this with
        {
            Processes = [.. Processes.Take(later), removed with { Removal = null, IsClosed = false }, .. Processes.Skip(later)],
            Removed = [.. Removed.Where(p => p.Id != id)],
        };
    }
}

/// <summary>The stored form of the catalog.</summary>
/// <param name="Write">Unique for each write, so that a writer whose answer was lost recognizes its own write.</param>
internal sealed record StoredCatalog(IReadOnlyList<StoredProcess> Processes, Guid? Write = null, IReadOnlyList<StoredProcess>? Removed = null)
{
    /// <summary>Members that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static StoredCatalog From(Catalog catalog) => new(
        [.. catalog.Processes.Select(StoredProcess.From)],
        Guid.NewGuid(),
        catalog.Removed.Count == 0 ? null : [.. catalog.Removed.Select(StoredProcess.From)])
    {
        Unknown = catalog.Unknown is { } unknown ? new(unknown) : null,
    };

    public Catalog ToCatalog() => new([.. Processes.Select(p => p.ToProcess())])
    {
        Removed = [.. (Removed ?? []).Select(p => p.ToProcess())],
        Unknown = Unknown,
    };
}

/// <remarks>Parameters with defaults are missing from catalogs that earlier versions wrote.</remarks>
internal sealed record StoredProcess(
    string Id,
    string Name,
    string TimeZone,
    string ElectionDay,
    IReadOnlyDictionary<string, IReadOnlyList<Window>> Activities,
    string? ContentVersion,
    string? StatisticsVersion,
    DateTimeOffset? CreatedAt = null,
    DateTimeOffset? CalendarChangedAt = null,
    DateTimeOffset? DeliveriesSetAt = null,
    IReadOnlyDictionary<string, DateTimeOffset>? ReactionsOpened = null,
    StoredPending? Pending = null,
    DateTimeOffset? PackagingBegan = null,
    string? PackagedContent = null,
    DateTimeOffset? TakingBackSince = null,
    DateTimeOffset? PackagingTakenBackAt = null,
    string? ShortName = null,
    string? Territory = null,
    Institute? Institute = null,
    bool? Demonstration = null,
    bool? Draft = null,
    ProcessRemoval? Removal = null,
    bool? Closed = null)
{
    /// <summary>Members that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static StoredProcess From(ElectoralProcess process) => new(
        process.Id.Value,
        process.Name,
        process.TimeZone.Id,
        process.ElectionDay.ToString("O", CultureInfo.InvariantCulture),
        StoredCalendar.From(process.Calendar),
        process.ContentVersion,
        process.StatisticsVersion,
        process.CreatedAt,
        process.CalendarChangedAt,
        process.DeliveriesSetAt,
        process.ReactionsOpened.Count == 0 ? null : process.ReactionsOpened.ToDictionary(o => o.Key.Name(), o => o.Value, StringComparer.Ordinal),
        process.Pending is { } pending ? StoredPending.From(pending) : null,
        process.PackagingBegan,
        process.PackagedContent,
        process.TakingBackSince,
        process.PackagingTakenBackAt,
        process.ShortName,
        process.Territory,
        process.Institute,
        process.IsDemonstration ? true : null,
        process.IsDraft ? true : null,
        process.Removal,
        process.IsClosed ? true : null)
    {
        Unknown = process.Unknown is { } unknown ? new(unknown) : null,
    };

    public ElectoralProcess ToProcess() => new(
        ProcessId.Parse(Id),
        Name,
        TimeZoneInfo.FindSystemTimeZoneById(TimeZone),
        DateOnly.ParseExact(ElectionDay, "O", CultureInfo.InvariantCulture),
        StoredCalendar.ToCalendar(Activities),
        ContentVersion,
        StatisticsVersion)
    {
        CreatedAt = CreatedAt,
        CalendarChangedAt = CalendarChangedAt,
        DeliveriesSetAt = DeliveriesSetAt,
        ReactionsOpened = (ReactionsOpened ?? new Dictionary<string, DateTimeOffset>()).ToDictionary(o => WireName.Parse<Activity>(o.Key), o => o.Value),
        Pending = Pending?.ToPending(),
        PackagingBegan = PackagingBegan,
        PackagedContent = PackagedContent,
        TakingBackSince = TakingBackSince,
        PackagingTakenBackAt = PackagingTakenBackAt,
        ShortName = ShortName,
        Territory = Territory,
        Institute = Institute,
        IsDemonstration = Demonstration == true,
        IsDraft = Draft == true,
        Removal = Removal,
        IsClosed = Closed == true,
        Unknown = Unknown,
    };
}

internal sealed record StoredPending(
    IReadOnlyDictionary<string, IReadOnlyList<Window>> Replaced,
    IReadOnlyDictionary<string, IReadOnlyList<Window>> Asked,
    DateTimeOffset AskedAt,
    string AskedBy,
    DateTimeOffset TakesEffectAt,
    DateTimeOffset? DeliveriesSetAt,
    DateTimeOffset? ChangedAt)
{
    public static StoredPending From(PendingCalendar pending) => new(
        StoredCalendar.From(pending.Replaced),
        StoredCalendar.From(pending.Asked),
        pending.AskedAt,
        pending.AskedBy,
        pending.TakesEffectAt,
        pending.DeliveriesSetAt,
        pending.ChangedAt);

    public PendingCalendar ToPending() => new(
        StoredCalendar.ToCalendar(Replaced), StoredCalendar.ToCalendar(Asked), AskedAt, AskedBy, TakesEffectAt, DeliveriesSetAt, ChangedAt);
}

internal static class StoredCalendar
{
    public static IReadOnlyDictionary<string, IReadOnlyList<Window>> From(Calendar calendar) =>
        Enum.GetValues<Activity>().ToDictionary(a => a.Name(), a => calendar[a], StringComparer.Ordinal);

    public static Calendar ToCalendar(IReadOnlyDictionary<string, IReadOnlyList<Window>> stored)
    {
        var windows = new Dictionary<Activity, IReadOnlyList<Window>>();
        foreach (var (name, list) in stored)
        {
            if (ActivityNames.TryParse(name, out var activity)) windows[activity] = list;
        }

        return Calendar.FromStorage(windows);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredCatalog))]
internal sealed partial class CatalogJson : JsonSerializerContext;
