using ServerlessDecide.Content;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Statistics;

/// <summary>
/// Counts each day once, when it is over, from all that is stored of it, and publishes what may be shown. A run that dies is done by the
/// next one; days that were missed are caught up with; a day that is made not final again is counted anew and comes to the same.
/// </summary>
public sealed class StatisticsAggregation(
    ReactionStore reactions, CommentStore comments, UsageStore usage, StatisticsStore store, DayKeyStore keys, CatalogStore catalogs, TimeProvider time)
{
    /// <summary>A write that was on its way at midnight, and the last delta of the day, have arrived by then.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    public async Task RunAsync(PublishedProcess published, CancellationToken cancellationToken)
    {
        var process = published.Process;
        var now = time.GetUtcNow();
        var days = new Dictionary<DateOnly, DailyFigures>(await store.ReadDaysAsync(process.Id, cancellationToken));
        var used = await usage.ListDaysAsync(process.Id, cancellationToken);
        foreach (var day in process.ParticipationDays(now).Union(used).Union(days.Keys).Order().ToList())
        {
            var before = days.GetValueOrDefault(day);
            if (before is { Final: true }) continue;
            var unknown = Least(before?.OthersUnknown, day == process.LocalDay(now) ? FewestNow() : null);
            var figures = now > process.EndOf(day) + Settled
                ? await CountAsync(published, day, unknown, cancellationToken)
                : DailyFigures.Open(day, unknown);
            // What the sketches were keyed with goes before their number is final: a run that dies between the two destroys it again.
            if (figures.Final) await keys.DestroyAsync(UsageWriter.KeyPurpose(process.Id), day, cancellationToken);
            if (figures.Final || before is null || before.OthersUnknown != unknown) await store.SaveDayAsync(process.Id, figures, cancellationToken);
            days[day] = figures;
        }

        await PublishAsync(process, PublishedStatistics.From(days.Values, day => process.EndOf(day) + Settled), cancellationToken);

        // While nobody can react, platforms are read all the same: whose they are decides what their reading tells.
        int? FewestNow() => OthersUnknown.Fewest(published, now) ?? OthersUnknown.Fewest(published.Content, platforms: true, proposals: true);
    }

    /// <summary>Makes every final day not final, so that the next run counts it anew. Returns how many there were.</summary>
    public async Task<int> ReopenAsync(ProcessId process, CancellationToken cancellationToken)
    {
        var final = (await store.ReadDaysAsync(process, cancellationToken)).Values.Where(d => d.Final).ToList();
        foreach (var day in final) await store.SaveDayAsync(process, day with { Final = false }, cancellationToken);
        return final.Count;
    }

    private async Task<DailyFigures> CountAsync(PublishedProcess published, DateOnly day, int? unknown, CancellationToken cancellationToken)
    {
        var id = published.Process.Id;
        var used = await usage.ReadAsync(id, day, cancellationToken);
        return new DailyFigures(
            day,
            await reactions.CountDayAsync(id, day, cancellationToken),
            await comments.CountDayAsync(id, day, cancellationToken),
            // Where nobody looked on the day, what there is now is all that is known.
            Least(unknown, used.OthersUnknown) ?? OthersUnknown.Fewest(published.Content, platforms: true, proposals: true),
            used.Counts,
            used.Visitors,
            Final: true);
    }

    private async Task PublishAsync(ElectoralProcess process, PublishedStatistics next, CancellationToken cancellationToken)
    {
        if (next.UpdatedAt is null || StatisticsStore.VersionOf(next) == process.StatisticsVersion) return;
        var version = await store.WritePublishedAsync(process.Id, next, cancellationToken);
        await catalogs.ChangeAsync(
            catalog => catalog.Find(process.Id) is { } current ? catalog.Replace(current with { StatisticsVersion = version }) : null,
            cancellationToken);
    }

    private static int? Least(int? one, int? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);
}
