using System.Text.Json;
using ServerlessDecide.Content;
using ServerlessDecide.Exports;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Geography;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>Boundaries as GeoJSON (RFC 7946): a FeatureCollection in WGS84, one feature for each territory.</summary>
internal static class BoundaryFile
{
    public const string MediaType = "application/geo+json";

    /// <summary>Returns the file of a kind of territory; the process has none while there are no boundaries.</summary>
    /// <param name="boundaries">The boundaries in the content.</param>
    /// <param name="properties">Returns the properties of a boundary's feature: names and values.</param>
    public static PublicFile Of(
        string path,
        FileText title,
        Func<ProcessContent, IReadOnlyList<Boundary>> boundaries,
        Func<ContentIndex, Boundary, IEnumerable<(string Name, string Value)>> properties) =>
        new(path, Activity.Information, MediaType, title, (open, _, _) => Task.FromResult(boundaries(open.Content.All) is { Count: > 0 } some
            ? PublicDocumentCache.Of(open.Content, path, () => Write(some, b => properties(open.Content, b)))
            : null));

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
