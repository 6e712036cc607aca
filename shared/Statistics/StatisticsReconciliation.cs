using System.Globalization;
using ServerlessDecide.Comments;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;

namespace ServerlessDecide.Statistics;

/// <summary>Why the stored, the counted and the published number of a day differ.</summary>
public enum DifferenceReason
{
    /// <summary>The day is not over, or no run of the timer has counted it yet.</summary>
    NotFinal,

    /// <summary>Something was stored after the day was counted; counting the day again would include it.</summary>
    CameLate,

    /// <summary>Something that was counted is no longer stored.</summary>
    Missing,

    /// <summary>The sum would have revealed what one contender received.</summary>
    Withheld,

    /// <summary>The figure is below the smallest one that is shown.</summary>
    BelowMinimum,

    /// <summary>The figure was rounded down.</summary>
    Rounded,

    /// <summary>The day was counted, but its publication has not reached this instance.</summary>
    NotPublished,
}

/// <summary>One figure of a day, from the three places that hold it.</summary>
/// <param name="Stored">Counted from the stores just now.</param>
/// <param name="Counted">From the daily figures; 0 while the day is not final.</param>
/// <param name="Published">Null when it is not shown.</param>
public sealed record ReconciledFigure(DateOnly Day, string Figure, long Stored, long Counted, long? Published, IReadOnlyList<DifferenceReason> Reasons);

/// <summary>
/// Compares the published figures with the stores. It reads every row of each requested day, one storage operation for each
/// thousand. Its figures are sums over all contenders, never those of one contender.
/// </summary>
public sealed class StatisticsReconciliation(ReactionStore reactions, CommentStore comments, UsageStore usage, StatisticsStore store, TimeProvider time)
{
    /// <param name="only">The requested day, or null for all days.</param>
    public async Task<IReadOnlyList<ReconciledFigure>> RunAsync(PublishedProcess published, DateOnly? only, CancellationToken cancellationToken)
    {
        var process = published.Process;
        var known = await store.ReadDaysAsync(process.Id, cancellationToken);
        var days = process.ParticipationDays(time.GetUtcNow())
            .Union(await usage.ListDaysAsync(process.Id, cancellationToken)).Union(known.Keys).Where(d => only is null || d == only).Order();
        var found = new List<ReconciledFigure>();
        foreach (var day in days)
        {
            var stored = await usage.ReadAsync(process.Id, day, cancellationToken);
            var now = new DailyFigures(
                day,
                await reactions.CountDayAsync(process.Id, day, cancellationToken),
                await comments.CountDayAsync(process.Id, day, cancellationToken),
                stored.OthersUnknown,
                stored.Counts,
                stored.Visitors,
                Final: false);
            found.AddRange(Compare(now, known.GetValueOrDefault(day) ?? DailyFigures.Open(day, null), published.Statistics));
        }

        return found;
    }

    /// <param name="stored">The figures of a day, counted from the stores now.</param>
    /// <param name="counted">The daily figures that were kept.</param>
    public static IEnumerable<ReconciledFigure> Compare(DailyFigures stored, DailyFigures counted, PublishedStatistics published)
    {
        var text = counted.Day.ToString("O", CultureInfo.InvariantCulture);
        var shown = published.Days.FirstOrDefault(d => d.Day == text);
        return
        [
            Figure("reactions", d => d.Reactions, shown?.Reactions, summed: true),
            Figure("comments", d => d.Comments, shown?.Comments, summed: true),
            Figure("consultations", d => DisclosureControl.Sum(d, UsageMeasure.Consultations), shown?.Consultations, summed: false),
            Figure("visits", d => DisclosureControl.Sum(d, UsageMeasure.Visits), shown?.Visits, summed: false),
            Figure("visitors", d => d.Visitors, shown?.Visitors, summed: false),
        ];

        ReconciledFigure Figure(string name, Func<DailyFigures, long> of, long? there, bool summed)
        {
            var (before, after) = (of(stored), counted.Final ? of(counted) : 0);
            return new(counted.Day, name, before, after, there, [.. Reasons(before, after, there, summed && !DisclosureControl.IsSafe(counted))]);
        }

        IEnumerable<DifferenceReason> Reasons(long before, long after, long? there, bool withheld)
        {
            if (!counted.Final)
            {
                yield return DifferenceReason.NotFinal;
                yield break;
            }

            if (before > after) yield return DifferenceReason.CameLate;
            if (before < after) yield return DifferenceReason.Missing;
            if (withheld) yield return DifferenceReason.Withheld;
            else if (PublishedStatistics.Shown(after) is not { } rounded) yield return DifferenceReason.BelowMinimum;
            else if (rounded != after) yield return DifferenceReason.Rounded;
            if (shown is null || there != (withheld ? null : PublishedStatistics.Shown(after))) yield return DifferenceReason.NotPublished;
        }
    }
}
