using ServerlessDecide.Comments;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Statistics;

/// <summary>
/// Counts each day once, when it is over, from all that is stored of it, and publishes what may be shown. The next run completes a run that
/// crashed and catches up on missed days. A day that is reopened is counted again, with the same result.
/// </summary>
public sealed class StatisticsAggregation(
    ReactionStore reactions,
    CommentStore comments,
    UsageStore usage,
    StatisticsStore store,
    PublishedStatisticsStore published,
    DayKeyStore keys,
    CatalogStore catalogs,
    TimeProvider time)
{
    /// <summary>How long to wait after midnight, so that late writes and the last delta of the day have arrived.</summary>
    public static readonly TimeSpan SettleDelay = TimeSpan.FromMinutes(10);

    public async Task RunAsync(PublishedProcess present, CancellationToken cancellationToken)
    {
        var process = present.Process;
        var now = time.GetUtcNow();
        var days = new Dictionary<DateOnly, DailyFigures>(await store.ReadDaysAsync(process.Id, cancellationToken));
        var used = await usage.ListDaysAsync(process.Id, cancellationToken);
        foreach (var day in process.ParticipationDays(now).Union(used).Union(days.Keys).Order().ToList())
        {
            var before = days.GetValueOrDefault(day);
            if (before is { Final: true }) continue;
            var unknown = Least(before?.OthersUnknown, day == process.LocalDay(now) ? OthersUnknown.FewestShown(present, now) : null);
            var figures = now > process.EndOf(day) + SettleDelay
                ? await CountAsync(present, day, unknown, cancellationToken)
                : DailyFigures.Open(day, unknown);
            // Destroy the key of the sketches before their number becomes final: if we crash in between, the next run destroys it again.
            if (figures.Final) await keys.DestroyAsync(UsageWriter.KeyPurpose(process.Id), day, cancellationToken);
            if (figures.Final || before is null || before.OthersUnknown != unknown) await store.SaveDayAsync(process.Id, figures, cancellationToken);
            days[day] = figures;
        }

        await PublishAsync(process, DisclosureControl.Publish(days.Values, day => process.EndOf(day) + SettleDelay), cancellationToken);
    }

    /// <summary>Reopens every final day, so that the next run counts it again. Returns how many there were.</summary>
    public async Task<int> ReopenAsync(ProcessId process, CancellationToken cancellationToken)
    {
        var final = (await store.ReadDaysAsync(process, cancellationToken)).Values.Where(d => d.Final).ToList();
        foreach (var day in final) await store.SaveDayAsync(process, day with { Final = false }, cancellationToken);
        return final.Count;
    }

    private async Task<DailyFigures> CountAsync(PublishedProcess present, DateOnly day, int? unknown, CancellationToken cancellationToken)
    {
        var id = present.Process.Id;
        var used = await usage.ReadAsync(id, day, cancellationToken);
        return new DailyFigures(
            day,
            await reactions.CountDayAsync(id, day, cancellationToken),
            await comments.CountDayAsync(id, day, cancellationToken),
            // Without an observation from the day, the present content is all that is known.
            Least(unknown, used.OthersUnknown) ?? OthersUnknown.FewestShown(present.Content),
            used.Counts,
            used.Visitors,
            Final: true);
    }

    private async Task PublishAsync(ElectoralProcess process, PublishedStatistics next, CancellationToken cancellationToken)
    {
        if (next.UpdatedAt is null || PublishedStatisticsStore.VersionOf(next) == process.StatisticsVersion) return;
        var version = await published.WriteAsync(process.Id, next, cancellationToken);
        await catalogs.ChangeAsync(
            catalog => catalog.Find(process.Id) is { } current ? catalog.Replace(current with { StatisticsVersion = version }) : null,
            cancellationToken);
    }

    private static int? Least(int? one, int? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);
}
