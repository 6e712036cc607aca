namespace ServerlessDecide.Tools.Backup;

/// <summary>
/// Folders and files that nobody but their owner reads: a backup with keys is as secret as the account. The mode is given when they are made,
/// so there is no moment before it. Windows has no such modes: there they have the permissions of the folder around them.
/// </summary>
internal static class OwnersOnly
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ReadByOthers = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode WrittenByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode EnteredByOthers = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Makes a folder, and those above it that are missing, with mode 0700.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // One after the other: .NET gives the mode to the last of them only.
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && !Directory.Exists(parent)) MakeFolder(parent);
        Directory.CreateDirectory(path, FolderMode);
    }

    /// <summary>Makes a new file to be written, with mode 0600.</summary>
    public static FileStream MakeFile(string path)
    {
        var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode;
        return new FileStream(path, options);
    }

    /// <summary>Looks at the folder into which a backup is to be put. One that is not there yet is made for its owner.</summary>
    /// <exception cref="RefusedException">Others can list what is in it, or put something in its place.</exception>
    public static void RequireAround(string path)
    {
        if (OperatingSystem.IsWindows() || Path.GetDirectoryName(Path.GetFullPath(path)) is not { } around || !Directory.Exists(around)) return;
        if ((File.GetUnixFileMode(around) & (ReadByOthers | WrittenByOthers)) != UnixFileMode.None)
        {
            throw new RefusedException(
                $"Others on this machine can read or change {around}, and a backup holds secrets. Close it with 'chmod go= {around}', or name a folder that is not there yet: it is made for you alone.");
        }
    }

    /// <summary>Whether others can read what is in a folder, or see its names.</summary>
    public static bool IsOpen(string folder) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & (ReadByOthers | EnteredByOthers)) != UnixFileMode.None;

    /// <summary>Refuses a folder that others can change: what is verified may be another thing when it is used.</summary>
    /// <exception cref="RefusedException">Others can put something in the place of what is in it.</exception>
    public static void RequireUnchangeable(string folder)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & WrittenByOthers) != UnixFileMode.None)
        {
            throw new RefusedException($"Others on this machine can change {folder}. Close it with 'chmod -R go= {folder}', and compare the manifest's hash with your note (--manifest).");
        }
    }
}
