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

    [ArmSchemasFact]
    public async Task The_validation_names_a_misspelt_property_or_a_wrong_value()
    {
        (string Type, string Path, string Value)[] mistakes =
        [
            ("Microsoft.Storage/storageAccounts", "properties/allowSharedKeyAcces", "false"),
            ("Microsoft.Storage/storageAccounts", "properties/networkAcls/ipRule", "[]"),
            ("Microsoft.Storage/storageAccounts", "properties/minimumTlsVersion", "\"TLS1_9\""),
            ("Microsoft.Web/sites", "properties/functionAppConfig/scaleAndConcurrency/instanceMemory", "2048"),
            ("Microsoft.Web/sites", "properties/siteConfig/ipSecurityRestrictions/0/header", "{}"),
            ("Microsoft.Cdn/profiles/ruleSets/rules", "properties/conditions/0/parameters/operatr", "\"Equal\""),
            ("Microsoft.Cdn/profiles", "sku/name", "\"Standard_FrontDoor\""),
            ("Microsoft.KeyVault/vaults/keys", "properties/curveName", "\"P-255\""),
            ("Microsoft.Insights/scheduledQueryRules", "properties/criteria/allOf/0/treshold", "0"),
            ("Microsoft.Authorization/roleAssignments", "properties/principleId", "\"x\""),
        ];
        var stage = await Stage.ProdAsync();

        // All together: reading and compiling the schemas is nearly all the time.
        var said = await ValidateAsync(new JsonArray([.. mistakes.Select(mistake => With(stage, mistake))]));

        var next = 0;
        foreach (var (type, path, _) in mistakes)
        {
            // What is said of a resource ends with "checked: ".
            var end = Array.FindIndex(said, next, line => line.StartsWith("checked: ", StringComparison.Ordinal));
            Assert.True(end >= next, $"{type} was not checked.");
            Assert.Contains(said[next..end], line => line.StartsWith(type, StringComparison.Ordinal) && line.Contains(path.Split('/')[^1], StringComparison.Ordinal));
            next = end + 1;
        }
    }

    private static JsonNode With(Stage stage, (string Type, string Path, string Value) mistake)
    {
        var (type, path, value) = mistake;
        var resource = JsonNode.Parse(stage.Of(type).First(r => !path.Contains("conditions", StringComparison.Ordinal) || r.At("properties.conditions").GetArrayLength() > 0).GetRawText())!;
        JsonNode at = resource;
        var parts = path.Split('/');
        foreach (var part in parts[..^1]) at = (at is JsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : at[part])!;
        at[parts[^1]] = JsonNode.Parse(value);
        return resource;
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
