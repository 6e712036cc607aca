namespace ServerlessDecide.TestSupport;

/// <summary>
/// Why a test cannot run on a machine: one kind each, which begins the reason. Where <c>CI=true</c>, <c>./test</c> fails for every skipped
/// test whose kind <c>SERVERLESSDECIDE_MAY_SKIP</c> does not list (<c>scripts/skips.mjs</c>).
/// </summary>
public static class Skips
{
    /// <summary>The institute's real data of 2021, which are not part of the repository.</summary>
    public const string RealData = nameof(RealData);

    /// <summary>Azure's published schemas of resources, which are not part of the repository.</summary>
    public const string ArmSchemas = nameof(ArmSchemas);

    /// <summary>A Bicep compiler for this machine.</summary>
    public const string Bicep = nameof(Bicep);

    /// <summary>The build for Azure, whose packages cannot always be restored.</summary>
    public const string AzureBuild = nameof(AzureBuild);

    /// <summary>Kiota, which generates a client; its package cannot always be restored.</summary>
    public const string Kiota = nameof(Kiota);

    /// <summary>What only Linux shows.</summary>
    public const string Linux = nameof(Linux);

    /// <summary>The reason to give to xunit: <c>RealData: The real data of 2021 are not present.</c></summary>
    public static string Because(string kind, string reason) => $"{kind}: {reason}";
}
