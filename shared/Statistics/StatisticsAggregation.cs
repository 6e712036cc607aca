using ServerlessDecide.Content;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Statistics;

/// <summary>Counts each day from its events and publishes what may be shown. A day that is over is counted once more and then left.</summary>
public sealed class StatisticsAggregation(
    ReactionStore reactions, CommentStore comments, StatisticsStore store, CatalogStore catalogs, TimeProvider time)
{
    /// <summary>A write that was on its way at midnight has arrived by then.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    public async Task RunAsync(PublishedProcess published, CancellationToken cancellationToken)
    {
        var process = published.Process;
        var now = time.GetUtcNow();
        var known = await store.ReadDaysAsync(process.Id, cancellationToken);
        var days = new List<DailyFigures>();
        foreach (var day in process.ParticipationDays(now))
        {
            if (!known.TryGetValue(day, out var figures) || !figures.Final)
            {
                var before = figures;
                figures = new DailyFigures(
                    day,
                    await reactions.CountDayAsync(process.Id, day, cancellationToken),
                    await comments.CountDayAsync(process.Id, day, cancellationToken),
                    now > process.EndOf(day) + Settled);
                if (figures != before) await store.SaveDayAsync(process.Id, figures, cancellationToken);
            }

            days.Add(figures);
        }

        if (days.Count == 0) return;
        var contenders = published.Content.All.Platforms.Select(p => p.Contender).Distinct(StringComparer.Ordinal).Count();
        var next = PublishedStatistics.From(days, contenders, now);
        // The moment of the computation alone is no news.
        var held = published.Statistics;
        if (held.UpdatedAt is not null && held.Withheld == next.Withheld && held.Days.SequenceEqual(next.Days)) return;
        var version = await store.WritePublishedAsync(process.Id, next, cancellationToken);
        await catalogs.ChangeAsync(
            catalog => catalog.Find(process.Id) is { } current ? catalog.Replace(current with { StatisticsVersion = version }) : null,
            cancellationToken);
    }
}
