using ServerlessDecide.TestSupport;

namespace ServerlessDecide.AzureWorker.Tests;

/// <summary>A test of the app as built for Azure: <c>./test</c> publishes it if the packages of the worker can be restored.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AzureBuildFactAttribute : FactAttribute
{
    public AzureBuildFactAttribute()
    {
        Skip = WhyNot;
    }

    /// <summary>Why nothing was published; null where it was.</summary>
    public static string? WhyNot => Folder is null
        ? Skips.Because(Skips.AzureBuild, Environment.GetEnvironmentVariable("SERVERLESSDECIDE_NO_AZURE_BUILD") ?? "Only ./test makes the build for Azure.")
        : null;

    /// <summary>The folder of the published app; null if nothing was published.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("SERVERLESSDECIDE_AZURE_BUILD");
}

/// <inheritdoc cref="AzureBuildFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AzureBuildTheoryAttribute : TheoryAttribute
{
    public AzureBuildTheoryAttribute() => Skip = AzureBuildFactAttribute.WhyNot;
}
