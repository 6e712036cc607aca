using System.Text.Json;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Functions.Geography;

/// <summary>Boundaries as RFC 7946 has them: a FeatureCollection in WGS84, a feature a territory.</summary>
internal static class BoundaryFile
{
    public const string MediaType = "application/geo+json";

    /// <param name="properties">By boundary, the properties of its feature: names and values.</param>
    public static PublicDocument Write(IReadOnlyList<Boundary> boundaries, Func<Boundary, IEnumerable<(string Name, string Value)>> properties)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = Json.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            foreach (var boundary in boundaries)
            {
                json.WriteStartObject();
                json.WriteString("type", "Feature");
                json.WriteStartObject("properties");
                foreach (var (name, value) in properties(boundary)) json.WriteString(name, value);
                json.WriteEndObject();
                json.WritePropertyName("geometry");
                json.WriteRawValue(boundary.Geometry, skipInputValidation: true);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new PublicDocument(bytes.ToArray(), MediaType);
    }
}
