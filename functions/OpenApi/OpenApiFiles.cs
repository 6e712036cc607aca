using System.Text.Json.Nodes;

namespace ServerlessDecide.Functions.OpenApi;

/// <summary>The texts of the API's description that stand in files of this folder, read each time the description is made.</summary>
internal static class OpenApiFiles
{
    /// <summary>By schema, what it means (under the empty name) and what its members mean; under <c>*</c>, members that mean the same in every schema.</summary>
    public static JsonObject Meanings() => Read("meanings.json");

    /// <summary>By operation, an example of its parameters, its body and its answer; under <c>*</c>, parameters of addresses that all operations share.</summary>
    /// <remarks>A test sends them to the demonstration.</remarks>
    public static JsonObject Examples() => Read("examples.json");

    private static JsonObject Read(string name)
    {
        using var file = typeof(OpenApiFiles).Assembly.GetManifestResourceStream(name)!;
        return JsonNode.Parse(file)!.AsObject();
    }
}
