namespace ServerlessDecide.Tools;

/// <summary>Where the checkout stands from which a tool was started.</summary>
internal static class Checkout
{
    /// <summary>The folder that holds the solution.</summary>
    /// <exception cref="RefusedException">The tool does not lie in a checkout.</exception>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "ServerlessDecide.sln"))) return folder.FullName;
            }

            throw new RefusedException("This tool reads files of its checkout, and does not lie in one.");
        }
    }
}
