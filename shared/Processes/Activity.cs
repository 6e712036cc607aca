namespace ServerlessDecide.Processes;

/// <summary>What the calendar opens and closes.</summary>
public enum Activity
{
    Information,
    Platforms,
    ReactToPlatforms,
    Candidates,
    PublishProfiles,
    Profiles,
    ReactToProposals,
    Results,
    Statistics,
    Deliveries,
}

/// <summary>The names of activities in answers, imports and storage.</summary>
public static class ActivityNames
{
    private static readonly string[] Names =
    [
        "information", "platforms", "react-to-platforms", "candidates", "publish-profiles",
        "profiles", "react-to-proposals", "results", "statistics", "deliveries",
    ];

    /// <summary>The activities that let people react and comment, one for each kind of target.</summary>
    public static IReadOnlyList<Activity> Reactions { get; } = [Activity.ReactToPlatforms, Activity.ReactToProposals];

    /// <summary>All names, in the order of the commitment's lines of action.</summary>
    public static IReadOnlyList<string> All => Names;

    public static string Name(this Activity activity) => Names[(int)activity];

    /// <exception cref="InvalidDataException">No activity has that name.</exception>
    internal static Activity Parse(string name) => TryParse(name, out var activity) ? activity : throw new InvalidDataException($"There is no activity '{name}'.");

    public static bool TryParse(string? name, out Activity activity)
    {
        var index = Array.IndexOf(Names, name);
        activity = (Activity)Math.Max(index, 0);
        return index >= 0;
    }
}
