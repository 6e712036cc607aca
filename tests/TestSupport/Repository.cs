namespace ServerlessDecide.TestSupport;

/// <summary>Finds the checkout under test and the data next to it.</summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// The folder with the real data of 2021 (<c>catalogues</c>, <c>results</c>, <c>geography</c>), or null if it is not present: it is never
    /// part of the repository. <c>SERVERLESSDECIDE_DATA</c> names it; by default it is next to the checkout.
    /// </summary>
    public static string? RealData { get; } = FindRealData();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ServerlessDecide.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No ServerlessDecide.sln above {AppContext.BaseDirectory}");
    }

    private static string? FindRealData()
    {
        string?[] places = [Environment.GetEnvironmentVariable("SERVERLESSDECIDE_DATA"), Path.Combine(Root, "..", "shared", "data")];
        return Array.Find(places, place => place is not null && Directory.Exists(Path.Combine(place, "catalogues")));
    }
}
