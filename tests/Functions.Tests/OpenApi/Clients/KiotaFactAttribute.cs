using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.OpenApi.Clients;

/// <summary>A test that needs Kiota, the tool of <c>.config/dotnet-tools.json</c>. Restores it once.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KiotaFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> WhyNot = new(() =>
    {
        var (code, output) = Demonstration.RunAsync("dotnet", ["tool", "restore"]).GetAwaiter().GetResult();
        return code == 0 ? null : Skips.Because(Skips.Kiota, $"The tool cannot be restored: {output.Trim()}");
    });

    public KiotaFactAttribute() => Skip = WhyNot.Value;
}
