using System.Globalization;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Statistics;

/// <summary>Decides which of the counted figures may be published, so that no figure reveals what one contender received.</summary>
public static class DisclosureControl
{
    /// <summary>The statistics that may be published of these days.</summary>
    /// <param name="days">The counted days; days that are not final are left out.</param>
    /// <param name="countedUntil">The moment at which a day can be counted.</param>
    public static PublishedStatistics Publish(IEnumerable<DailyFigures> days, Func<DateOnly, DateTimeOffset> countedUntil)
    {
        var final = days.Where(d => d.Final).OrderBy(d => d.Day).ToList();
        if (final.Count == 0) return PublishedStatistics.None;
        var shown = final.Select(PublishDay).ToList();
        return new PublishedStatistics(
            countedUntil(final[^1].Day).ToUniversalTime(), !final.Exists(IsSafe), shown, PublishedTotals.Of(shown), [.. final.SelectMany(Cells)]);
    }

    /// <summary>Whether sums over contenders may be shown for the day.</summary>
    public static bool IsSafe(DailyFigures day) => day.OthersUnknown >= OthersUnknown.Minimum;

    private static PublishedDay PublishDay(DailyFigures day) => new(
        Written(day.Day),
        IsSafe(day) ? PublishedStatistics.Shown(day.Reactions) : null,
        IsSafe(day) ? PublishedStatistics.Shown(day.Comments) : null,
        PublishedStatistics.Shown(Sum(day, UsageMeasure.Consultations)),
        PublishedStatistics.Shown(Sum(day, UsageMeasure.Visits)),
        PublishedStatistics.Shown(day.Visitors));

    /// <summary>The total of a measure on a day, without bots: every other count is also in one of the hours.</summary>
    public static long Sum(DailyFigures day, UsageMeasure measure) =>
        day.Use.Where(u => UsageCell.Parse(u.Key) is { Dimension: UsageCell.Hour } cell && cell.Measure == measure.Name()).Sum(u => u.Value);

    private static IEnumerable<PublishedUse> Cells(DailyFigures day) =>
        from use in day.Use.OrderBy(u => u.Key, StringComparer.Ordinal)
        let cell = UsageCell.Parse(use.Key)
        let count = PublishedStatistics.Shown(use.Value)
        where count is not null && (IsSafe(day) || !ShowsContenders(cell)) && !IsLanguageOfConsultation(cell)
        select new PublishedUse(Written(day.Day), cell.Measure, cell.Dimension, cell.Value, count.Value);

    // When only one contender has a platform, the section of platforms shows that contender's figure. The other sections are withheld too,
    // or it would follow by subtraction.
    private static bool ShowsContenders(UsageCell cell) => cell.Dimension is UsageCell.Section or UsageCell.View;

    // Counted by earlier versions. Caches do not forward the header that it was read from, so most of the values were meaningless.
    private static bool IsLanguageOfConsultation(UsageCell cell) => cell.Dimension == UsageCell.Language && cell.Measure == UsageMeasure.Consultations.Name();

    private static string Written(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
