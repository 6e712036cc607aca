using System.Globalization;

namespace ServerlessDecide.Statistics;

/// <summary>
/// A cell of usage counts: one value of one dimension, never of two. In storage, for example, <c>consultations.section.glossary</c>.
/// </summary>
public readonly record struct UsageCell(string Measure, string Dimension, string Value)
{
    public const string Hour = "hour";
    public const string Device = "device";
    public const string Language = "language";
    public const string Section = "section";
    public const string View = "view";
    public const string Campaign = "campaign";

    /// <exception cref="FormatException">The text is not the name of a cell.</exception>
    public static UsageCell Parse(string name) =>
        name.Split('.') is [var measure, var dimension, var value] ? new(measure, dimension, value) : throw new FormatException($"'{name}' is not the name of a cell.");

    public override string ToString() => $"{Measure}.{Dimension}.{Value}";

    internal static string OfHour(UsageMeasure measure, int hour) => Hours[(int)measure][hour];

    internal static string Of(UsageMeasure measure, DeviceClass device) => Devices[(int)measure][(int)device];

    internal static string Of(UsageLanguage language) => Languages[(int)language];

    internal static string Of(ToolSection section) => Sections[(int)section];

    internal static string Of(View view) => Views[(int)view];

    internal static string OfCampaign(string campaign) => new UsageCell(UsageMeasure.Visits.Name(), Campaign, campaign).ToString();

    // Built once, because every request is counted in four cells.
    private static readonly string[][] Hours = Each(Hour, [.. Enumerable.Range(0, 24).Select(h => h.ToString("D2", CultureInfo.InvariantCulture))]);
    private static readonly string[][] Devices = Each(Device, WireName.All<DeviceClass>());
    private static readonly string[] Sections = Each(Section, WireName.All<ToolSection>())[(int)UsageMeasure.Consultations];
    private static readonly string[] Languages = Each(Language, WireName.All<UsageLanguage>())[(int)UsageMeasure.Visits];
    private static readonly string[] Views = Each(View, WireName.All<View>())[(int)UsageMeasure.Visits];

    private static string[][] Each(string dimension, IReadOnlyList<string> values) =>
        [.. Enum.GetValues<UsageMeasure>().Select(m => values.Select(v => new UsageCell(m.Name(), dimension, v).ToString()).ToArray())];
}
