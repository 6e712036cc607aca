using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Functions.Geography;

/// <summary>Boundaries as GeoJSON (RFC 7946): a FeatureCollection in WGS84, one feature for each territory.</summary>
internal static class BoundaryFile
{
    public const string MediaType = "application/geo+json";

    /// <summary>Answers the file; 404 while there are no boundaries.</summary>
    /// <inheritdoc cref="Write"/>
    public static IResult Answer(OpenContent open, IReadOnlyList<Boundary> boundaries, Func<Boundary, IEnumerable<(string Name, string Value)>> properties) =>
        boundaries.Count > 0 ? open.Document("", () => Write(boundaries, properties)) : Problems.NotFound;

    /// <param name="properties">Returns the properties of a boundary's feature: names and values.</param>
    private static PublicDocument Write(IReadOnlyList<Boundary> boundaries, Func<Boundary, IEnumerable<(string Name, string Value)>> properties)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JsonText.Encoder }))
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
