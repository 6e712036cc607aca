using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

/// <summary>Checks every resource against ARM's public schemas, which are not part of the repository.</summary>
public sealed class SchemaTests
{
    /// <summary>Types without a schema in the folder. Only the compiler, which has its own types, checks them.</summary>
    private static readonly string[] WithoutSchema = ["Microsoft.Consumption/", "Microsoft.Insights/workbooks", "Microsoft.Network/", "Microsoft.Resources/"];

    [ArmSchemasFact]
    public async Task Every_resource_is_valid_and_has_no_misspelt_property()
    {
        foreach (var stage in await Stage.AllAsync())
        {
            var said = await ValidateAsync(JsonSerializer.SerializeToNode(stage.Resources)!);
            Assert.DoesNotContain(said, line => !line.StartsWith("checked: ", StringComparison.Ordinal) && !line.StartsWith("no schema: ", StringComparison.Ordinal));
            Assert.True(said.Count(line => line.StartsWith("checked: ", StringComparison.Ordinal)) > 50);
            Assert.DoesNotContain(said, line =>
                line.StartsWith("no schema: ", StringComparison.Ordinal)
                && !WithoutSchema.Any(type => line["no schema: ".Length..].StartsWith(type, StringComparison.Ordinal)));
        }
    }

    [ArmSchemasTheory]
    [InlineData("Microsoft.Storage/storageAccounts", "properties/allowSharedKeyAcces", "false")]
    [InlineData("Microsoft.Storage/storageAccounts", "properties/networkAcls/ipRule", "[]")]
    [InlineData("Microsoft.Storage/storageAccounts", "properties/minimumTlsVersion", "\"TLS1_9\"")]
    [InlineData("Microsoft.Web/sites", "properties/functionAppConfig/scaleAndConcurrency/instanceMemory", "2048")]
    [InlineData("Microsoft.Web/sites", "properties/siteConfig/ipSecurityRestrictions/0/header", "{}")]
    [InlineData("Microsoft.Cdn/profiles/ruleSets/rules", "properties/conditions/0/parameters/operatr", "\"Equal\"")]
    [InlineData("Microsoft.Cdn/profiles", "sku/name", "\"Standard_FrontDoor\"")]
    [InlineData("Microsoft.KeyVault/vaults/keys", "properties/curveName", "\"P-255\"")]
    [InlineData("Microsoft.Insights/scheduledQueryRules", "properties/criteria/allOf/0/treshold", "0")]
    [InlineData("Microsoft.Authorization/roleAssignments", "properties/principleId", "\"x\"")]
    public async Task The_validation_names_a_misspelt_property_or_a_wrong_value(string type, string path, string value)
    {
        var resource = JsonNode.Parse((await Stage.ProdAsync()).Of(type).First(r => !path.Contains("conditions", StringComparison.Ordinal) || r.At("properties.conditions").GetArrayLength() > 0).GetRawText())!;
        JsonNode at = resource;
        var parts = path.Split('/');
        foreach (var part in parts[..^1]) at = (at is JsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : at[part])!;
        at[parts[^1]] = JsonNode.Parse(value);

        var said = await ValidateAsync(new JsonArray(resource));

        Assert.Contains(said, line => line.StartsWith(type, StringComparison.Ordinal) && line.Contains(parts[^1], StringComparison.Ordinal));
    }

    private static async Task<string[]> ValidateAsync(JsonNode resources)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests", "Infra.Tests", "Checks", "validate.mjs"), ArmSchemas.Folder!])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = Task.WhenAll(node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.StandardInput.WriteAsync(resources.ToJsonString());
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        return string.Concat(await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>Finds the schemas: <c>SERVERLESSDECIDE_ARM_SCHEMAS</c> names the folder; by default it is next to the checkout.</summary>
internal static class ArmSchemas
{
    public static string? Folder { get; } = Array.Find(
        [Environment.GetEnvironmentVariable("SERVERLESSDECIDE_ARM_SCHEMAS"), Path.Combine(Repository.Root, "..", "shared", "arm-schemas")],
        folder => folder is not null && File.Exists(Path.Combine(folder, "common", "definitions.json")));

    public static string? Skip => Folder is null
        ? Skips.Because(Skips.ArmSchemas, "ARM's resource schemas are not present: name their folder in SERVERLESSDECIDE_ARM_SCHEMAS.")
        : new BicepFactAttribute().Skip;
}

/// <summary>A test that needs ARM's schemas. Skipped, with a message, if they are not present.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ArmSchemasFactAttribute : FactAttribute
{
    public ArmSchemasFactAttribute() => Skip = ArmSchemas.Skip;
}

/// <inheritdoc cref="ArmSchemasFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ArmSchemasTheoryAttribute : TheoryAttribute
{
    public ArmSchemasTheoryAttribute() => Skip = ArmSchemas.Skip;
}
