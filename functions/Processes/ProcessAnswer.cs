using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Processes;

/// <param name="CalendarChangedAt">When the calendar in force was put there.</param>
/// <param name="Pending">Activities whose windows were asked to change and wait for a second person or for their notice to pass.</param>
internal sealed record ProcessAnswer(
    string Id,
    string Name,
    string TimeZone,
    string ElectionDay,
    DateTimeOffset? CalendarChangedAt,
    IReadOnlyList<PendingAnswer> Pending,
    IReadOnlyList<ActivityAnswer> Activities)
{
    /// <summary>The header that tells the clock of the process: outside of the answer, which stays the same while nothing changes.</summary>
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

    /// <summary>The answer as a document. Its validator is what <c>If-Match</c> names when the calendar is to change.</summary>
    public static PublicDocument Document(ElectoralProcess process, DateTimeOffset now) => PublicDocument.Json(From(process, now), Json.Api.ProcessAnswer);

    /// <summary>Tells the clock, in whole seconds, as the clocks of the process show it.</summary>
    public static void TellClock(HttpResponse response, ElectoralProcess process, DateTimeOffset now) =>
        response.Headers[ClockHeader] = process.Local(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond))).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>The clock comes with the answer, so it is kept for moments only, and what is open until the next change at the longest.</summary>
    public static CachePolicy Caching(IEnumerable<PublishedProcess> processes, DateTimeOffset now)
    {
        var next = processes.SelectMany(p => Enum.GetValues<Activity>().Select(a => p.StateOf(a, now).ChangesAt).Append(p.Process.PendingAt(now)?.TakesEffectAt)).Min();
        return new(Math.Min(2, CachePolicy.Until(next, now).MaxAge));
    }
}

/// <param name="Windows">The windows that were asked for.</param>
/// <param name="TakesEffectAt">When they are in force at the latest, unless they are withdrawn. A closing they bring is never earlier.</param>
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
