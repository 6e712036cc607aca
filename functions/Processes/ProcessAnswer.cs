using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

/// <param name="ShortName">For headings; null when it has none.</param>
/// <param name="Territory">Where the election takes place, in words.</param>
/// <param name="Institute">The institute that answers for it.</param>
/// <param name="Demonstration">Whether all of it is invented, to show the tool.</param>
/// <param name="Draft">Whether it is kept out of public lists.</param>
/// <param name="Phase">Where it stands, by its calendar and the local day.</param>
/// <param name="RemovalAskedAt">Since when its removal waits for a second person; null when nobody has asked for it.</param>
/// <param name="CalendarChangedAt">When the calendar in force took effect.</param>
/// <param name="Pending">Activities whose change of windows waits for a second person or for the notice period to pass.</param>
internal sealed record ProcessAnswer(
    string Id,
    string Name,
    string? ShortName,
    string? Territory,
    InstituteAnswer? Institute,
    bool Demonstration,
    bool Draft,
    string TimeZone,
    string ElectionDay,
    [NamesOf(typeof(Phase))] string Phase,
    DateTimeOffset? RemovalAskedAt,
    DateTimeOffset? CalendarChangedAt,
    IReadOnlyList<PendingAnswer> Pending,
    IReadOnlyList<ActivityAnswer> Activities)
{
    /// <summary>The header with the clock of the process. It is not in the body, so that the body stays the same while nothing changes.</summary>
    public const string ClockHeader = "Decide-Now";

    public static ProcessAnswer From(ElectoralProcess process, DateTimeOffset now)
    {
        var calendar = process.InForce(now);
        var waiting = process.PendingAt(now);
        var changedAt = waiting is null ? process.CalendarChangedAt : waiting.ChangedAt;
        return new ProcessAnswer(
            process.Id.Value,
            process.Name,
            process.ShortName,
            process.Territory,
            process.Institute is { } institute ? new(institute.Name, institute.Site, institute.Contact) : null,
            process.IsDemonstration,
            process.IsDraft,
            process.TimeZone.Id,
            process.ElectionDay.ToString("O", CultureInfo.InvariantCulture),
            process.PhaseAt(now).Name(),
            process.Removal is { } removal ? process.Local(removal.AskedAt) : null,
            (changedAt ?? process.CreatedAt) is { } changed ? process.Local(changed) : null,
            waiting is null ? [] : [.. Enum.GetValues<Activity>().Where(a => !calendar[a].SequenceEqual(waiting.Asked[a])).Select(a => new PendingAnswer(
                a.Name(), Windows(waiting.Asked[a]), process.Local(waiting.AskedAt), process.Local(waiting.TakesEffectAt)))],
            [.. Enum.GetValues<Activity>().Select(a => new ActivityAnswer(a.Name(), Windows(calendar[a]), calendar.StateOf(a, now).IsOpen))]);

        IReadOnlyList<WindowAnswer> Windows(IReadOnlyList<Window> windows) =>
            [.. windows.Select(w => new WindowAnswer(process.Local(w.Opens), process.Local(w.Closes)))];
    }

    /// <summary>Returns the answer as a document. Its ETag is what <c>If-Match</c> must name to change the calendar.</summary>
    public static PublicDocument Document(ElectoralProcess process, DateTimeOffset now) => PublicDocument.Json(From(process, now), Json.Api.ProcessAnswer);

    /// <summary>Answers a process as it is after a change, with its version and its clock.</summary>
    public static IResult Changed(HttpResponse response, ElectoralProcess process, DateTimeOffset now, int status = StatusCodes.Status200OK)
    {
        TellClock(response, process, now);
        response.Headers.ETag = Document(process, now).ETag;
        return Results.Json(From(process, now), Json.Api.ProcessAnswer, statusCode: status);
    }

    /// <summary>Adds the clock header: whole seconds, in the local time of the process.</summary>
    public static void TellClock(HttpResponse response, ElectoralProcess process, DateTimeOffset now) =>
        response.Headers[ClockHeader] = process.Local(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond))).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Returns at most two seconds, because the answer carries a clock, and never beyond the next change of the calendar or of the phase.</summary>
    public static CachePolicy Caching(IEnumerable<PublishedProcess> processes, DateTimeOffset now)
    {
        var next = processes.SelectMany(p => Enum.GetValues<Activity>().Select(a => p.StateOf(a, now).ChangesAt)
            .Append(p.Process.PendingAt(now)?.TakesEffectAt)
            .Append(p.Process.PhaseDayChangesAt(now))).Min();
        return new(Math.Min(2, CachePolicy.Until(next, now).MaxAge));
    }
}

internal sealed record InstituteAnswer(string Name, string? Site, string? Contact);

/// <param name="Front">The process that the first page shows first; null when the installation names none, or one that is not listed.</param>
internal sealed record ProcessListAnswer(IReadOnlyList<ProcessAnswer> Items, string? Next, string? Front);

/// <param name="Windows">The windows asked for.</param>
/// <param name="TakesEffectAt">When the change takes effect at the latest, unless it is withdrawn. A closing that it brings is never earlier.</param>
internal sealed record PendingAnswer(
    [NamesOf(typeof(Activity))] string Activity,
    IReadOnlyList<WindowAnswer> Windows,
    DateTimeOffset AskedAt,
    DateTimeOffset TakesEffectAt);

internal sealed record ActivityAnswer(
    [NamesOf(typeof(Activity))] string Activity,
    IReadOnlyList<WindowAnswer> Windows,
    bool Open);

internal sealed record WindowAnswer(DateTimeOffset Opens, DateTimeOffset Closes);
