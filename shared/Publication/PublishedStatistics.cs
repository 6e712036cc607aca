using System.Text.Json.Serialization;

namespace ServerlessDecide.Publication;

/// <summary>A day as it is published. A figure is null when it is not shown.</summary>
/// <param name="Visitors">Estimated different visitors; they cannot be added up over days.</param>
public sealed record PublishedDay(string Day, long? Reactions, long? Comments, long? Consultations, long? Visits, long? Visitors);

/// <summary>One cell of the usage of one day; cells that are not shown are left out.</summary>
public sealed record PublishedUse(string Day, string Measure, string Dimension, string Value, long Count);

/// <summary>Sums of the figures that are shown.</summary>
public sealed record PublishedTotals(long Reactions, long Comments, long Consultations, long Visits)
{
    public static PublishedTotals Of(IReadOnlyCollection<PublishedDay> days) => new(
        days.Sum(d => d.Reactions ?? 0), days.Sum(d => d.Comments ?? 0), days.Sum(d => d.Consultations ?? 0), days.Sum(d => d.Visits ?? 0));
}

/// <summary>
/// The statistics as they are published; docs/statistics.md declares what they may contain. Everything derives from the figures of single
/// days, each of which went through <see cref="Shown"/>, so no table reveals of a day what another hides.
/// </summary>
/// <param name="UpdatedAt">The moment up to which days are counted; null before the first.</param>
/// <param name="Withheld">True when on every day a sum of reactions or comments would reveal what one contender received.</param>
public sealed record PublishedStatistics(
    DateTimeOffset? UpdatedAt, bool Withheld, IReadOnlyList<PublishedDay> Days, PublishedTotals Totals, IReadOnlyList<PublishedUse> Use)
{
    /// <summary>A figure smaller than this is not shown, and every other one is rounded down to a multiple of it.</summary>
    public const int Unit = 10;

    public static PublishedStatistics None { get; } = new(null, false, [], PublishedTotals.Of([]), []);

    /// <summary>
    /// Returns a figure as it may be shown: 10 means 10 to 19, and null means 0 to 9, because zero participants is as telling as nine.
    /// </summary>
    public static long? Shown(long figure) => figure < Unit ? null : figure - (figure % Unit);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PublishedStatistics))]
internal sealed partial class StatisticsJson : JsonSerializerContext;
