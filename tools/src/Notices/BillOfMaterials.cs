using System.Text.Json.Nodes;

namespace ServerlessDecide.Tools.Notices;

/// <summary>
/// Writes the app's bill of materials as CycloneDX 1.6 in JSON. The same packages give the same bytes: no time, no random number.
/// Source: the CycloneDX specification, ECMA-424.
/// </summary>
internal static class BillOfMaterials
{
    private const string App = "serverless-decide";

    /// <param name="packages">The packages of the app's lock file; those that only build it are left out.</param>
    public static string Write(IReadOnlyList<Package> packages)
    {
        var shipped = packages.Where(p => !p.IsDevelopment).ToList();
        var purls = shipped.ToDictionary(p => p.Name, p => p.Purl, StringComparer.OrdinalIgnoreCase);
        var needed = shipped.SelectMany(p => p.Dependencies).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var components = shipped.Select(Component).ToArray<JsonNode>();
        JsonNode[] dependencies =
        [
            // A package that no other package needs is one the app needs. (The lock file does not say what else the app needs.)
            Dependency(App, shipped.Where(p => !needed.Contains(p.Name)).Select(p => p.Purl)),
            .. shipped.Select(p => Dependency(p.Purl, p.Dependencies.Where(purls.ContainsKey).Select(name => purls[name]))),
        ];
        return new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["lifecycles"] = new JsonArray(new JsonObject { ["phase"] = "build" }),
                ["component"] = new JsonObject { ["type"] = "application", ["bom-ref"] = App, ["name"] = "ServerlessDecide" },
            },
            ["components"] = new JsonArray(components),
            ["dependencies"] = new JsonArray(dependencies),
        }.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    private static JsonObject Component(Package package)
    {
        var licence = package.Licence == Package.NotNamed || package.Licence.Contains(' ', StringComparison.Ordinal)
            ? new JsonObject { ["expression"] = package.Licence }
            : new JsonObject { ["license"] = new JsonObject { ["id"] = package.Licence } };
        return new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = package.Purl,
            ["name"] = package.Name,
            ["version"] = package.Version,
            ["scope"] = "required",
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = package.Sha512 }),
            ["licenses"] = new JsonArray(licence),
            ["copyright"] = package.Copyright,
            ["purl"] = package.Purl,
        };
    }

    private static JsonObject Dependency(string of, IEnumerable<string> on) =>
        new() { ["ref"] = of, ["dependsOn"] = new JsonArray([.. on.Order(StringComparer.Ordinal).Select(purl => (JsonNode)purl)]) };
}
