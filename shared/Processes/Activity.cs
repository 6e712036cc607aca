namespace ServerlessDecide.Processes;

/// <summary>The activities that the calendar opens and closes.</summary>
public enum Activity
{
    Information,
    Platforms,
    [WireName("react-to-platforms")]
    ReactToPlatforms,
    Blocks,
    [WireName("react-to-blocks")]
    ReactToBlocks,
    Candidates,
    [WireName("publish-profiles")]
    PublishProfiles,
    Profiles,
    [WireName("react-to-proposals")]
    ReactToProposals,
    Results,
    Statistics,
    Deliveries,
}

/// <summary>The activities by their names in answers, imports and storage.</summary>
public static class ActivityNames
{
    /// <summary>The activities in which people react and comment, one for each kind of target.</summary>
    public static IReadOnlyList<Activity> Reactions { get; } = [Activity.ReactToPlatforms, Activity.ReactToBlocks, Activity.ReactToProposals];

    /// <summary>All names, in the order of the commitment's lines of action.</summary>
    public static IReadOnlyList<string> All => WireName.All<Activity>();

    public static bool TryParse(string? name, out Activity activity) => WireName.TryParse(name, out activity);
}
