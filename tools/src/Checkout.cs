namespace ServerlessDecide.Tools;

/// <summary>Finds the checkout that a tool was built in.</summary>
internal static class Checkout
{
    /// <summary>The folder that holds the solution.</summary>
    /// <exception cref="RefusedException">The tool is not in a checkout.</exception>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "ServerlessDecide.sln"))) return folder.FullName;
            }

            throw new RefusedException("This tool reads files of its checkout, and it is not in one.");
        }
    }
}
