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
/// <param name="Write">Another one for each write: by it a writer whose answer was lost tells its own from an equal one.</param>
internal sealed record StoredCatalog(IReadOnlyList<StoredProcess> Processes, Guid? Write = null)
{
    public static StoredCatalog From(Catalog catalog) => new([.. catalog.Processes.Select(StoredProcess.From)], Guid.NewGuid());

    public Catalog ToCatalog() => new([.. Processes.Select(p => p.ToProcess())]);
}

/// <remarks>What is null where a version before wrote it has a default at its end.</remarks>
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
    DateTimeOffset? PackagingTakenBackAt = null)
{
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
        process.PackagingTakenBackAt);

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
        ReactionsOpened = (ReactionsOpened ?? new Dictionary<string, DateTimeOffset>()).ToDictionary(o => ActivityNames.Parse(o.Key), o => o.Value),
        Pending = Pending?.ToPending(),
        PackagingBegan = PackagingBegan,
        PackagedContent = PackagedContent,
        TakingBackSince = TakingBackSince,
        PackagingTakenBackAt = PackagingTakenBackAt,
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
