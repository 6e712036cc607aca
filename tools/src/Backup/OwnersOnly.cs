
namespace ServerlessDecide.Tools.Backup;

/// <summary>
/// Creates folders and files that only their owner can read: a backup with keys is as secret as the account. The mode is set at creation,
/// so they are never open. Windows has no such modes; there they inherit the permissions of the folder around them.
/// </summary>
internal static class OwnersOnly
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ReadByOthers = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode WrittenByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode EnteredByOthers = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Creates a folder and its missing parents with mode 0700.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // One by one: .NET sets the mode of the last folder only.
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && !Directory.Exists(parent)) MakeFolder(parent);
        Directory.CreateDirectory(path, FolderMode);
    }

    /// <summary>Creates a new file for writing with mode 0600.</summary>
    public static FileStream MakeFile(string path)
    {
        var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode;
        return new FileStream(path, options);
    }

    /// <summary>Checks the folder around a new backup. A missing one is fine: it is created for its owner only.</summary>
    /// <exception cref="RefusedException">Others can list the folder or replace what is in it.</exception>
    public static void RequireAround(string path)
    {
        if (OperatingSystem.IsWindows() || Path.GetDirectoryName(Path.GetFullPath(path)) is not { } around || !Directory.Exists(around)) return;
        if ((File.GetUnixFileMode(around) & (ReadByOthers | WrittenByOthers)) != UnixFileMode.None)
        {
            throw new RefusedException(
                $"Others on this machine can read or change {around}, and a backup holds secrets. Close it with 'chmod go= {around}', or name a folder that is not there yet: it is made for you alone.");
        }
    }

    /// <summary>Whether others can list a folder or read files in it.</summary>
    public static bool IsOpen(string folder) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & (ReadByOthers | EnteredByOthers)) != UnixFileMode.None;

    /// <summary>Refuses a folder that others can change: a verified file could be replaced before it is used.</summary>
    /// <exception cref="RefusedException">Others can replace what is in the folder.</exception>
    public static void RequireUnchangeable(string folder)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & WrittenByOthers) != UnixFileMode.None)
        {
            throw new RefusedException($"Others on this machine can change {folder}. Close it with 'chmod -R go= {folder}', and compare the manifest's hash with your note (--manifest).");
        }
    }
}
