using System.Globalization;
using System.Text.Json.Serialization;

namespace ServerlessDecide.Statistics;

/// <summary>A day as it is published. A figure is null where it is not shown.</summary>
/// <param name="Visitors">About how many different visitors there were; they cannot be added up over days.</param>
public sealed record PublishedDay(string Day, long? Reactions, long? Comments, long? Consultations, long? Visits, long? Visitors);

/// <summary>One cell of the use on one day; those that are not shown are not here.</summary>
public sealed record PublishedUse(string Day, string Measure, string Dimension, string Value, long Count);

/// <summary>Sums of the figures that are shown.</summary>
public sealed record PublishedTotals(long Reactions, long Comments, long Consultations, long Visits)
{
    public static PublishedTotals Of(IReadOnlyCollection<PublishedDay> days) => new(
        days.Sum(d => d.Reactions ?? 0), days.Sum(d => d.Comments ?? 0), days.Sum(d => d.Consultations ?? 0), days.Sum(d => d.Visits ?? 0));
}

/// <summary>
/// The statistics as they are published; what may be in them is declared in docs/statistics.md. Everything is a function of the figures of
/// single days, each of which went through <see cref="Shown"/>, so no table says of a day what another hides.
/// </summary>
/// <param name="UpdatedAt">The moment up to which days are counted; null before the first.</param>
/// <param name="Withheld">True when on every day a sum of reactions or comments would tell what one contender received.</param>
public sealed record PublishedStatistics(
    DateTimeOffset? UpdatedAt, bool Withheld, IReadOnlyList<PublishedDay> Days, PublishedTotals Totals, IReadOnlyList<PublishedUse> Use)
{
    /// <summary>A figure smaller than this is not shown, and every other one is rounded down to a multiple of it.</summary>
    public const int Unit = 10;

    public static PublishedStatistics None { get; } = new(null, false, [], PublishedTotals.Of([]), []);

    /// <summary>A figure as it may be shown: 10 says 10 to 19, and nothing says 0 to 9, for that nobody took part is as telling as that nine did.</summary>
    public static long? Shown(long figure) => figure < Unit ? null : figure - (figure % Unit);

    /// <param name="days">What was counted; days that are not final are left out.</param>
    /// <param name="countedUntil">The moment at which a day can be counted.</param>
    public static PublishedStatistics From(IEnumerable<DailyFigures> days, Func<DateOnly, DateTimeOffset> countedUntil)
    {
        var final = days.Where(d => d.Final).OrderBy(d => d.Day).ToList();
        if (final.Count == 0) return None;
        var shown = final.Select(Publish).ToList();
        return new PublishedStatistics(
            countedUntil(final[^1].Day).ToUniversalTime(), !final.Exists(IsSafe), shown, PublishedTotals.Of(shown), [.. final.SelectMany(Cells)]);
    }

    /// <summary>Whether what is summed over contenders may be shown of the day.</summary>
    public static bool IsSafe(DailyFigures day) => day.OthersUnknown >= OthersUnknown.Minimum;

    private static PublishedDay Publish(DailyFigures day) => new(
        Written(day.Day),
        IsSafe(day) ? Shown(day.Reactions) : null,
        IsSafe(day) ? Shown(day.Comments) : null,
        Shown(Sum(day, UsageMeasure.Consultations)),
        Shown(Sum(day, UsageMeasure.Visits)),
        Shown(day.Visitors));

    /// <summary>What people did of a measure on a day: each of them did it at some hour.</summary>
    public static long Sum(DailyFigures day, UsageMeasure measure) =>
        day.Use.Where(u => UsageCell.Parse(u.Key) is { Dimension: UsageCell.Hour } cell && cell.Measure == measure.Name()).Sum(u => u.Value);

    private static IEnumerable<PublishedUse> Cells(DailyFigures day) =>
        from use in day.Use.OrderBy(u => u.Key, StringComparer.Ordinal)
        let cell = UsageCell.Parse(use.Key)
        let count = Shown(use.Value)
        where count is not null && (IsSafe(day) || !ShowsContenders(cell)) && !IsLanguageOfConsultation(cell)
        select new PublishedUse(Written(day.Day), cell.Measure, cell.Dimension, cell.Value, count.Value);

    // Where one contender alone has a platform, the section of platforms is that contender's; the others go with it, or it would be what is left.
    private static bool ShowsContenders(UsageCell cell) => cell.Dimension is UsageCell.Section or UsageCell.View;

    // Counted by earlier versions. Caches do not pass the header on that it was read from, so most of it said nothing.
    private static bool IsLanguageOfConsultation(UsageCell cell) => cell.Dimension == UsageCell.Language && cell.Measure == UsageMeasure.Consultations.Name();

    private static string Written(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PublishedStatistics))]
internal sealed partial class StatisticsJson : JsonSerializerContext;
