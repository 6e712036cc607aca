using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Processes;

internal sealed record ProcessAnswer(
    string Id, string Name, string TimeZone, string ElectionDay, DateTimeOffset Now, IReadOnlyList<ActivityAnswer> Activities)
{
    public static ProcessAnswer From(PublishedProcess published, DateTimeOffset now)
    {
        var process = published.Process;
        // Whole seconds: a caller who asks twice in one gets the same bytes, and so the same validator.
        var seconds = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        return new ProcessAnswer(
            process.Id.Value,
            process.Name,
            process.TimeZone.Id,
            process.ElectionDay.ToString("O", CultureInfo.InvariantCulture),
            process.Local(seconds),
            [.. Enum.GetValues<Activity>().Select(a => new ActivityAnswer(
                a.Name(),
                [.. process.Calendar[a].Select(w => new WindowAnswer(process.Local(w.Opens), process.Local(w.Closes)))],
                published.StateOf(a, now).IsOpen))]);
    }

    /// <summary>The clock stands in the answer, so it is kept for moments only, and what is open until the next change at the longest.</summary>
    public static CachePolicy Caching(IEnumerable<PublishedProcess> processes, DateTimeOffset now)
    {
        var next = processes.SelectMany(p => Enum.GetValues<Activity>().Select(a => p.StateOf(a, now).ChangesAt)).Min();
        return new(Math.Min(2, CachePolicy.Until(next, now).MaxAge), 0, 0);
    }
}

internal sealed record ActivityAnswer(
    [AllowedValues("information", "platforms", "react-to-platforms", "candidates", "publish-profiles", "profiles", "react-to-proposals", "results", "statistics", "deliveries")]
    string Activity,
    IReadOnlyList<WindowAnswer> Windows,
    bool Open);

internal sealed record WindowAnswer(DateTimeOffset Opens, DateTimeOffset Closes);
