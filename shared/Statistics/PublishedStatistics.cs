using System.Text.Json.Serialization;

namespace ServerlessDecide.Statistics;

/// <summary>What was counted on one day.</summary>
/// <param name="Day">Local day, ISO.</param>
/// <param name="Final">Whether the day is over and will not be counted again.</param>
public sealed record DailyFigures(DateOnly Day, int Reactions, int Comments, bool Final);

/// <summary>A day as it is published. A figure is null where it is too small to be shown.</summary>
public sealed record PublishedDay(string Day, int? Reactions, int? Comments);

/// <summary>Sums of the figures that are shown.</summary>
public sealed record PublishedTotals(int Reactions, int Comments);

/// <summary>The statistics as they are published: totals of use, nothing that concerns one contender.</summary>
/// <param name="UpdatedAt">When they were computed; null before the first time.</param>
/// <param name="Withheld">True when the process has so few contenders that totals would tell what one of them received.</param>
public sealed record PublishedStatistics(DateTimeOffset? UpdatedAt, bool Withheld, IReadOnlyList<PublishedDay> Days, PublishedTotals Totals)
{
    /// <summary>A figure smaller than this is not shown.</summary>
    public const int MinimumCell = 10;

    /// <summary>With fewer contenders that can be reacted to, one could compute another's figures by subtracting its own.</summary>
    public const int MinimumContenders = 3;

    public static PublishedStatistics None { get; } = new(null, false, [], new PublishedTotals(0, 0));

    /// <summary>What may be shown of the days' figures.</summary>
    public static PublishedStatistics From(IEnumerable<DailyFigures> days, int contenders, DateTimeOffset now)
    {
        if (contenders < MinimumContenders) return None with { UpdatedAt = now, Withheld = true };
        var shown = days
            .OrderBy(d => d.Day)
            .Select(d => new PublishedDay(d.Day.ToString("O", System.Globalization.CultureInfo.InvariantCulture), Cell(d.Reactions), Cell(d.Comments)))
            .ToList();
        // Sums of what is shown: a total over hidden cells would show them by subtraction.
        return new PublishedStatistics(now, false, shown, new PublishedTotals(shown.Sum(d => d.Reactions ?? 0), shown.Sum(d => d.Comments ?? 0)));
    }

    private static int? Cell(int figure) => figure == 0 || figure >= MinimumCell ? figure : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PublishedStatistics))]
internal sealed partial class StatisticsJson : JsonSerializerContext;
