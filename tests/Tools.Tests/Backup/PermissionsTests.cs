using System.Runtime.Versioning;
using ServerlessDecide.Tools.Backup;

namespace ServerlessDecide.Tools.Tests.Backup;

/// <summary>Tests who can read a backup, on machines with file modes.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(UsesFinishedProcess.Name)]
public sealed class PermissionsTests(FinishedProcess made)
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public void Only_the_owner_can_read_the_folders_and_files_of_a_backup()
    {
        var folders = Directory.EnumerateDirectories(made.Folder, "*", SearchOption.AllDirectories).Append(made.Folder).ToList();
        Assert.Contains(folders, f => f.EndsWith(Path.Combine("keys", "secrets", "visitors"), StringComparison.Ordinal));
        Assert.All(folders, f => Assert.Equal((f, Owner), (f, File.GetUnixFileMode(f))));
        var files = Directory.EnumerateFiles(made.Folder, "*", SearchOption.AllDirectories).ToList();
        Assert.Contains(files, f => Path.GetFileName(f) == "manifest.json");
        Assert.All(files, f => Assert.Equal((f, UnixFileMode.UserRead | UnixFileMode.UserWrite), (f, File.GetUnixFileMode(f))));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.GroupExecute)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.StickyBit)]
    public async Task A_backup_is_not_saved_where_others_can_read_or_write(UnixFileMode others)
    {
        var around = Around(others);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => SaveAsync(Path.Combine(around, "one")));
        Assert.Contains($"chmod go= {around}", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(around));
    }

    [Fact]
    public async Task A_missing_folder_is_created_for_its_owner_only()
    {
        var around = Path.Combine(Around(UnixFileMode.OtherRead | UnixFileMode.OtherExecute), "backups", "of-today");
        await SaveAsync(Path.Combine(around, "one"));
        Assert.Equal((Owner, Owner), (File.GetUnixFileMode(around), File.GetUnixFileMode(Path.GetDirectoryName(around)!)));
    }

    [Fact]
    public async Task Using_a_backup_that_others_can_read_prints_a_warning()
    {
        var folder = made.Copy();
        File.SetUnixFileMode(folder, Owner | UnixFileMode.OtherExecute);
        var (code, said) = await VerifyAsync(folder);
        Assert.Equal(0, code);
        Assert.Contains($"chmod -R go= {folder}", said, StringComparison.Ordinal);
        Assert.Contains("rotate them", said, StringComparison.Ordinal);

        File.SetUnixFileMode(folder, Owner);
        Assert.DoesNotContain("Warning", (await VerifyAsync(folder)).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_others_can_change_is_not_used()
    {
        var folder = made.Copy();
        File.SetUnixFileMode(folder, Owner | UnixFileMode.GroupWrite);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => VerifyAsync(folder));
        Assert.Contains($"chmod -R go= {folder}", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Creates a folder with these bits besides its owner's.</summary>
    private string Around(UnixFileMode others)
    {
        var folder = Path.Combine(Path.GetDirectoryName(made.Folder)!, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Owner | others);
        return folder;
    }

    private async Task SaveAsync(string folder) =>
        await new SaveBackup(Account.From(made.Storage, made.Prefix), ProcessId.Parse(FinishedProcess.Id), TimeProvider.System, TextWriter.Null)
            .RunAsync(folder, withKeys: true, leaveOutUnknown: false, default);

    private static async Task<(int Code, string Said)> VerifyAsync(string folder)
    {
        var output = new StringWriter();
        return (await CommandLine.RunAsync(BackupCommand.Create(), ["verify", folder], output, TextWriter.Null, default), output.ToString());
    }
}
