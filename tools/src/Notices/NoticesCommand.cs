using System.CommandLine;

namespace ServerlessDecide.Tools.Notices;

/// <summary>The command line of <c>scripts/notices</c>, and of the build that publishes the app.</summary>
internal static class NoticesCommand
{
    /// <summary>The names of the files next to a published app.</summary>
    public const string BillFile = "sbom.cdx.json";
    public const string NoticeFile = "THIRD-PARTY-NOTICES.md";

    public static Command Create(string root)
    {
        Option<string?> lockFile = new("--lock") { HelpName = "FILE", Description = "the NuGet lock file of a build" };
        Option<string?> to = new("--to") { HelpName = "FOLDER", Description = "where its page and its bill of materials (sbom.cdx.json, CycloneDX 1.6) go" };
        var command = new Command("scripts/notices", "Writes THIRD-PARTY-NOTICES.md of this checkout, or the notices and bill of materials of a build.")
        {
            lockFile,
            to,
        };
        command.SetAction((parsed, cancellationToken) => (parsed.GetValue(lockFile), parsed.GetValue(to)) switch
        {
            ({ } file, { } folder) => WriteOfBuildAsync(file, folder, cancellationToken),
            (null, null) => File.WriteAllTextAsync(Path.Combine(root, NoticeFile), Notice.OfCheckout(root), cancellationToken),
            _ => throw new UsageException("--lock and --to go together."),
        });
        return command;
    }

    private static async Task WriteOfBuildAsync(string lockFile, string folder, CancellationToken cancellationToken)
    {
        var packages = Package.FromLockFile(lockFile);
        await File.WriteAllTextAsync(Path.Combine(folder, BillFile), BillOfMaterials.Write(packages), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, NoticeFile), Notice.OfBuild(packages), cancellationToken);
    }
}
