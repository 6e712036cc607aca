using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

public sealed class TemplateTests
{
    private static readonly string[] Files =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra"), "*.bicep*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".bicep", StringComparison.Ordinal) || f.EndsWith(".bicepparam", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public async Task Every_Bicep_file_parses()
    {
        Assert.Contains(Files, f => f.EndsWith("main.bicep", StringComparison.Ordinal));
        var (code, output) = await ChildProcess.NodeAsync("parse.mjs", Files);
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task A_syntax_error_in_a_Bicep_file_is_reported_with_its_line()
    {
        using var infra = new CopiedInfra();
        infra.Break("main.bicep", "resource group 'Microsoft", "resource group group 'Microsoft");
        var (code, output) = await ChildProcess.NodeAsync("parse.mjs", infra.File("main.bicep"));
        Assert.Equal(1, code);
        Assert.Matches(@"main\.bicep:\d+", output);
    }

    [BicepTheory]
    [InlineData("main.bicep")]
    [InlineData("main.dev.bicepparam")]
    [InlineData("main.prod.bicepparam")]
    public async Task The_Bicep_compiler_reports_no_error_or_warning(string file) =>
        Assert.Empty(await BicepCompiler.ComplaintsAsync(Path.Combine(Repository.Root, "infra", file)));

    [BicepFact]
    public async Task The_Bicep_compiler_reports_each_misspelt_name()
    {
        (string File, string Right, string Wrong, string Said)[] words =
        [
            ("modules/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAcces: false", "\"allowSharedKeyAcces\""),
            ("modules/storage.bicep", "isVersioningEnabled: true", "isVersioningEnabled: 'yes'", "\"isVersioningEnabled\""),
            ("modules/app.bicep", "instanceMemoryMB: instanceMemoryMB", "instanceMemory: instanceMemoryMB", "\"instanceMemory\""),
            ("modules/vault.bicep", "rotationPolicy:", "rotationPolice:", "\"rotationPolice\""),
            ("main.bicep", "storagePrefix: storagePrefix", "storagePrefiks: storagePrefix", "\"storagePrefiks\""),
        ];
        using var infra = new CopiedInfra();
        foreach (var (file, right, wrong, _) in words) infra.Break(file, right, wrong);
        // The template is compiled with its modules: one run of some seconds, not one a word.
        var complaints = await BicepCompiler.ComplaintsAsync(infra.File("main.bicep"));
        Assert.All(words, w => Assert.Contains(
            complaints, c => c.Contains($"{w.File}(", StringComparison.Ordinal) && c.Contains(w.Said, StringComparison.Ordinal)));
    }

    /// <summary>If the operator key works from everywhere, a thief of the key has everything.</summary>
    [BicepTheory]
    [InlineData("[]")]
    [InlineData("[\"\"]")]
    [InlineData("[\"0.0.0.0/0\"]")]
    [InlineData("[\"203.0.113.0/24\", \"::/0\"]")]
    public async Task Prod_cannot_be_deployed_without_the_operators_addresses(string addresses)
    {
        var (would, said) = await BicepCompiler.WouldDeployAsync("main.prod.bicepparam", ("DECIDE_ADDRESSES", addresses));
        Assert.False(would);
        Assert.Contains("DECIDE_ADDRESSES must name the public addresses of the institute", said, StringComparison.Ordinal);
    }

    [BicepFact]
    public async Task Prod_has_no_default_for_the_operators_addresses()
    {
        using var infra = new CopiedInfra();
        Assert.DoesNotContain("readEnvironmentVariable('DECIDE_ADDRESSES',", await File.ReadAllTextAsync(infra.File("main.prod.bicepparam")), StringComparison.Ordinal);
        Assert.NotEmpty((await Stage.ProdAsync()).Resources);
        Assert.True((await BicepCompiler.WouldDeployAsync("main.dev.bicepparam", ("DECIDE_ADDRESSES", "[]"))).Would);
    }

    [Fact]
    public void Every_parameters_file_belongs_to_a_known_stage() =>
        Assert.Equal(["main.dev.bicepparam", "main.prod.bicepparam"], Files.Select(Path.GetFileName).Where(f => f!.EndsWith(".bicepparam", StringComparison.Ordinal)));
}
