using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

/// <param name="CalendarChangedAt">When the calendar in force took effect.</param>
/// <param name="Pending">Activities whose change of windows waits for a second person or for the notice period to pass.</param>
internal sealed record ProcessAnswer(
    string Id,
    string Name,
    string TimeZone,
    string ElectionDay,
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
            process.TimeZone.Id,
            process.ElectionDay.ToString("O", CultureInfo.InvariantCulture),
            (changedAt ?? process.CreatedAt) is { } changed ? process.Local(changed) : null,
            waiting is null ? [] : [.. Enum.GetValues<Activity>().Where(a => !calendar[a].SequenceEqual(waiting.Asked[a])).Select(a => new PendingAnswer(
                a.Name(), Windows(waiting.Asked[a]), process.Local(waiting.AskedAt), process.Local(waiting.TakesEffectAt)))],
            [.. Enum.GetValues<Activity>().Select(a => new ActivityAnswer(a.Name(), Windows(calendar[a]), calendar.StateOf(a, now).IsOpen))]);

        IReadOnlyList<WindowAnswer> Windows(IReadOnlyList<Window> windows) =>
            [.. windows.Select(w => new WindowAnswer(process.Local(w.Opens), process.Local(w.Closes)))];
    }

    /// <summary>Returns the answer as a document. Its ETag is what <c>If-Match</c> must name to change the calendar.</summary>
    public static PublicDocument Document(ElectoralProcess process, DateTimeOffset now) => PublicDocument.Json(From(process, now), Json.Api.ProcessAnswer);

    /// <summary>Adds the clock header: whole seconds, in the local time of the process.</summary>
    public static void TellClock(HttpResponse response, ElectoralProcess process, DateTimeOffset now) =>
        response.Headers[ClockHeader] = process.Local(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond))).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Returns at most two seconds, because the answer carries a clock, and never beyond the next change of the calendar.</summary>
    public static CachePolicy Caching(IEnumerable<PublishedProcess> processes, DateTimeOffset now)
    {
        var next = processes.SelectMany(p => Enum.GetValues<Activity>().Select(a => p.StateOf(a, now).ChangesAt).Append(p.Process.PendingAt(now)?.TakesEffectAt)).Min();
        return new(Math.Min(2, CachePolicy.Until(next, now).MaxAge));
    }
}

/// <param name="Windows">The windows asked for.</param>
/// <param name="TakesEffectAt">When the change takes effect at the latest, unless it is withdrawn. A closing that it brings is never earlier.</param>
internal sealed record PendingAnswer(
    [AllowedValues("information", "platforms", "react-to-platforms", "candidates", "publish-profiles", "profiles", "react-to-proposals", "results", "statistics", "deliveries")]
    string Activity,
    IReadOnlyList<WindowAnswer> Windows,
    DateTimeOffset AskedAt,
    DateTimeOffset TakesEffectAt);

internal sealed record ActivityAnswer(
    [AllowedValues("information", "platforms", "react-to-platforms", "candidates", "publish-profiles", "profiles", "react-to-proposals", "results", "statistics", "deliveries")]
    string Activity,
    IReadOnlyList<WindowAnswer> Windows,
    bool Open);

internal sealed record WindowAnswer(DateTimeOffset Opens, DateTimeOffset Closes);
