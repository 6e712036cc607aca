namespace ServerlessDecide.Tools.Notices;

/// <summary>The command line of <c>scripts/notices</c>, and of the build that publishes the app.</summary>
internal static class NoticesCommand
{
    /// <summary>Names of the files beside a published app.</summary>
    public const string BillFile = "sbom.cdx.json";
    public const string NoticeFile = "THIRD-PARTY-NOTICES.md";

    private const string Usage =
        """
        usage: scripts/notices
               scripts/notices --lock FILE --to FOLDER

        Writes THIRD-PARTY-NOTICES.md of this checkout. With a NuGet lock file: writes that page and the bill of materials
        (sbom.cdx.json, CycloneDX 1.6) of the build that the file belongs to into a folder.
        """;

    public static async Task<int> RunAsync(string[] args, string root)
    {
        var arguments = new Arguments(args, Usage, ["--lock", "--to"], []);
        if (arguments.Words.Count > 0) throw new UsageException(Usage);
        if (arguments.Find("--lock") is { } lockFile)
        {
            var packages = Package.FromLockFile(lockFile);
            await File.WriteAllTextAsync(Path.Combine(arguments.Get("--to"), BillFile), BillOfMaterials.Write(packages));
            await File.WriteAllTextAsync(Path.Combine(arguments.Get("--to"), NoticeFile), Notice.OfBuild(packages));
            return 0;
        }

        await File.WriteAllTextAsync(Path.Combine(root, NoticeFile), Notice.OfCheckout(root));
        return 0;
    }
}
