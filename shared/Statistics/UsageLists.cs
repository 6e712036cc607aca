using System.Text.Json;

namespace ServerlessDecide.Statistics;

/// <summary>What is counted of the use of the tool.</summary>
public enum UsageMeasure
{
    /// <summary>An answer of public content.</summary>
    Consultations,

    /// <summary>A view that a page said it showed.</summary>
    Visits,
}

/// <summary>The sections of the tool that answer public content.</summary>
public enum ToolSection
{
    Calendar,
    Glossary,
    Offices,
    Geography,
    Contenders,
    Platforms,
    Candidates,
    Results,
    Statistics,
    Downloads,
}

/// <summary>The views that a page may say it showed. None of them names a contender, a platform or a person.</summary>
public enum View
{
    Home,
    Glossary,
    Offices,
    Geography,
    Platforms,
    Candidates,
    Results,
    Statistics,
    Participation,
    Help,
}

/// <summary>A rough class of devices.</summary>
public enum DeviceClass
{
    Mobile,
    Tablet,
    Desktop,

    /// <summary>A program that says so, or that says nothing of itself.</summary>
    Bot,
    Other,
}

/// <summary>The language of a visit: the one that the page asked for, or else the one that the browser names first.</summary>
public enum UsageLanguage
{
    Spanish,
    English,
    Other,

    /// <summary>It names none.</summary>
    None,
}

/// <summary>The names of all these in answers and storage.</summary>
public static class UsageNames
{
    /// <summary>What a campaign is called that the institute did not declare.</summary>
    public const string OtherCampaign = "other";

    private static readonly string[] Sections = NamesOf<ToolSection>();
    private static readonly string[] Views = NamesOf<View>();
    private static readonly string[] Devices = NamesOf<DeviceClass>();
    private static readonly string[] Languages = ["es", "en", "other", "none"];

    public static string Name(this UsageMeasure measure) => measure == UsageMeasure.Consultations ? "consultations" : "visits";

    public static string Name(this ToolSection section) => Sections[(int)section];

    public static string Name(this View view) => Views[(int)view];

    public static string Name(this DeviceClass device) => Devices[(int)device];

    public static string Name(this UsageLanguage language) => Languages[(int)language];

    public static bool TryParse(string? name, out View view)
    {
        var index = Array.IndexOf(Views, name);
        view = (View)Math.Max(index, 0);
        return index >= 0;
    }

    private static string[] NamesOf<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
}
