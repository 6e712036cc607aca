using System.Globalization;
using ServerlessDecide.Content;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Statistics;

/// <summary>Why what is stored, what was counted and what is published of a day are not the same number.</summary>
public enum DifferenceReason
{
    /// <summary>The day is not over, or no run of the timer has counted it yet.</summary>
    NotFinal,

    /// <summary>Something was stored after the day was counted; counting it anew would take it in.</summary>
    CameLate,

    /// <summary>Something that was counted is stored no more.</summary>
    Missing,

    /// <summary>A sum would have told what one contender received.</summary>
    Withheld,

    /// <summary>The figure is smaller than what is shown.</summary>
    BelowMinimum,

    /// <summary>The figure was rounded down.</summary>
    Rounded,

    /// <summary>The day was counted, and the publication of it has not reached this instance.</summary>
    NotPublished,
}

/// <summary>One figure of a day, in the three places in which it is held.</summary>
/// <param name="Stored">Counted from the stores just now.</param>
/// <param name="Counted">In the daily figures; 0 while the day is not final.</param>
/// <param name="Published">Null where it is not shown.</param>
public sealed record ReconciledFigure(DateOnly Day, string Figure, long Stored, long Counted, long? Published, IReadOnlyList<DifferenceReason> Reasons);

/// <summary>
/// Holds the published figures against the stores. It reads every row of each day that it is asked for, a storage operation for each
/// thousand; sums over all contenders, nothing of any one of them.
/// </summary>
public sealed class StatisticsReconciliation(ReactionStore reactions, CommentStore comments, UsageStore usage, StatisticsStore store, TimeProvider time)
{
    /// <param name="only">The day that is asked for, or null for all there are.</param>
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

    /// <param name="stored">What is stored of a day now.</param>
    /// <param name="counted">What was counted of it.</param>
    public static IEnumerable<ReconciledFigure> Compare(DailyFigures stored, DailyFigures counted, PublishedStatistics published)
    {
        var text = counted.Day.ToString("O", CultureInfo.InvariantCulture);
        var shown = published.Days.FirstOrDefault(d => d.Day == text);
        return
        [
            Figure("reactions", d => d.Reactions, shown?.Reactions, summed: true),
            Figure("comments", d => d.Comments, shown?.Comments, summed: true),
            Figure("consultations", d => PublishedStatistics.Sum(d, UsageMeasure.Consultations), shown?.Consultations, summed: false),
            Figure("visits", d => PublishedStatistics.Sum(d, UsageMeasure.Visits), shown?.Visits, summed: false),
            Figure("visitors", d => d.Visitors, shown?.Visitors, summed: false),
        ];

        ReconciledFigure Figure(string name, Func<DailyFigures, long> of, long? there, bool summed)
        {
            var (before, after) = (of(stored), counted.Final ? of(counted) : 0);
            return new(counted.Day, name, before, after, there, [.. Reasons(before, after, there, summed && !PublishedStatistics.IsSafe(counted))]);
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
