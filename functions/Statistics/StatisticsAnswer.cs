using System.Globalization;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <param name="UpdatedAt">Up to when days are counted; null before the first.</param>
/// <param name="Withheld">Whether every day has too few contenders to show reactions and comments.</param>
internal sealed record StatisticsAnswer(
    DateTimeOffset? UpdatedAt,
    bool Withheld,
    IReadOnlyList<PublishedDay> Days,
    PublishedTotals Totals,
    IReadOnlyList<HourAnswer> Hours,
    IReadOnlyList<SectionUseAnswer> Sections,
    IReadOnlyList<ViewUseAnswer> Views,
    IReadOnlyList<DeviceUseAnswer> Devices,
    IReadOnlyList<LanguageUseAnswer> Languages,
    IReadOnlyList<CampaignUseAnswer> Campaigns,
    IReadOnlyList<DefinitionAnswer> Definitions)
{
    public static StatisticsAnswer From(PublishedStatistics statistics, ElectoralProcess process, Language language)
    {
        var use = statistics.Use.ToLookup(u => (u.Dimension, u.Value, u.Measure), u => u.Count);
        return new(
            statistics.UpdatedAt is { } moment ? process.Local(moment) : null,
            statistics.Withheld,
            statistics.Days,
            statistics.Totals,
            [.. Values(UsageCell.Hour).Select(v => new HourAnswer(int.Parse(v, CultureInfo.InvariantCulture), Consultations(UsageCell.Hour, v), Visits(UsageCell.Hour, v)))],
            [.. Values(UsageCell.Section).Select(v => new SectionUseAnswer(v, Consultations(UsageCell.Section, v)))],
            [.. Values(UsageCell.View).Select(v => new ViewUseAnswer(v, Visits(UsageCell.View, v)))],
            [.. Values(UsageCell.Device).Select(v => new DeviceUseAnswer(v, Consultations(UsageCell.Device, v), Visits(UsageCell.Device, v)))],
            [.. Values(UsageCell.Language).Select(v => new LanguageUseAnswer(v, Visits(UsageCell.Language, v)))],
            [.. Values(UsageCell.Campaign).Select(v => new CampaignUseAnswer(v, Visits(UsageCell.Campaign, v)))],
            [.. StatisticsDefinitions.All.Select(d => new DefinitionAnswer(d.Figure, d.Meaning.In(language)))]);

        IEnumerable<string> Values(string dimension) =>
            statistics.Use.Where(u => u.Dimension == dimension).Select(u => u.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        long Consultations(string dimension, string value) => use[(dimension, value, UsageMeasure.Consultations.Name())].Sum();

        long Visits(string dimension, string value) => use[(dimension, value, UsageMeasure.Visits.Name())].Sum();
    }
}

internal sealed record HourAnswer(int Hour, long Consultations, long Visits);

internal sealed record SectionUseAnswer([NamesOf(typeof(ToolSection))] string Section, long Consultations);

internal sealed record ViewUseAnswer([NamesOf(typeof(View))] string View, long Visits);

internal sealed record DeviceUseAnswer([NamesOf(typeof(DeviceClass))] string Device, long Consultations, long Visits);

internal sealed record LanguageUseAnswer([NamesOf(typeof(UsageLanguage))] string Language, long Visits);

internal sealed record CampaignUseAnswer(string Campaign, long Visits);

internal sealed record DefinitionAnswer(string Figure, string Definition);
