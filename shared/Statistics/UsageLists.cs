namespace ServerlessDecide.Statistics;

/// <summary>What the usage counters measure.</summary>
public enum UsageMeasure
{
    /// <summary>An answer of public content.</summary>
    Consultations,

    /// <summary>A view that a page said it showed.</summary>
    Visits,
}

/// <summary>The sections of the tool that serve public content.</summary>
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

    /// <summary>A client that identifies itself as a program, or does not identify itself.</summary>
    Bot,
    Other,
}

/// <summary>The language of a visit: the one that the page asked for, otherwise the browser's first.</summary>
public enum UsageLanguage
{
    [WireName("es")]
    Spanish,

    [WireName("en")]
    English,
    Other,

    /// <summary>The browser names none.</summary>
    None,
}

/// <summary>Names in answers and storage that are not members of an enum.</summary>
public static class UsageNames
{
    /// <summary>The name for all campaigns that the institute did not declare.</summary>
    public const string OtherCampaign = "other";
}
