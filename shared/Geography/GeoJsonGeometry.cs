using System.Globalization;
using System.Text;
using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace ServerlessDecide.Geography;

/// <summary>
/// Reads areas from GeoJSON (RFC 7946): Polygon and MultiPolygon in WGS84 degrees. The direction of a ring does not matter, as the RFC
/// asks of parsers (3.1.6).
/// </summary>
public static class GeoJsonGeometry
{
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), srid: 4326);

    /// <summary>Parses a geometry that <see cref="Normalize"/> accepted.</summary>
    /// <exception cref="FormatException">The geometry is not valid.</exception>
    public static Geometry Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>
    /// Returns the geometry without white space and with only the members <c>type</c> and <c>coordinates</c>, or null if it is no valid area.
    /// In that case <paramref name="fault"/> is the faulty type or position.
    /// </summary>
    public static string? Normalize(string json, out string fault)
    {
        fault = "";
        try
        {
            using var document = JsonDocument.Parse(json);
            var error = new IsValidOp(Read(document.RootElement)).ValidationError;
            if (error is null) return Written(document.RootElement);
            fault = Position(error.Coordinate.X, error.Coordinate.Y);
        }
        catch (FormatException e)
        {
            fault = e.Message;
        }
        catch (JsonException)
        {
            // Not JSON: there is no position to name.
        }

        return null;
    }

    private static Geometry Read(JsonElement geometry)
    {
        if (geometry.ValueKind != JsonValueKind.Object || !geometry.TryGetProperty("type", out var type)) throw new FormatException(Shortened(geometry));
        var coordinates = geometry.TryGetProperty("coordinates", out var found) ? found : default;
        if (Is(type, "Polygon")) return Polygon(coordinates);
        if (!Is(type, "MultiPolygon") || Items(coordinates).Count == 0) throw new FormatException(Shortened(type));
        return Factory.CreateMultiPolygon([.. Items(coordinates).Select(Polygon)]);

        static bool Is(JsonElement type, string name) => type.ValueKind == JsonValueKind.String && type.ValueEquals(name);
    }

    private static Polygon Polygon(JsonElement coordinates)
    {
        var rings = Items(coordinates);
        if (rings.Count == 0) throw new FormatException("[]");
        return Factory.CreatePolygon(Ring(rings[0]), [.. rings.Skip(1).Select(Ring)]);
    }

    private static LinearRing Ring(JsonElement ring)
    {
        Coordinate[] positions = [.. Items(ring).Select(Read)];
        // RFC 7946, 3.1.6: four positions or more, the last the same as the first.
        if (positions.Length < 4 || !positions[0].Equals2D(positions[^1])) throw new FormatException(Shortened(ring));
        return Factory.CreateLinearRing(positions);

        static Coordinate Read(JsonElement position)
        {
            var numbers = Items(position);
            if (numbers.Count < 2 || numbers.Any(n => n.ValueKind != JsonValueKind.Number)) throw new FormatException(Shortened(position));
            // An altitude may follow; it is ignored.
            var (x, y) = (numbers[0].GetDouble(), numbers[1].GetDouble());
            return x is >= -180 and <= 180 && y is >= -90 and <= 90 ? new Coordinate(x, y) : throw new FormatException(Position(x, y));
        }
    }

    private static IReadOnlyList<JsonElement> Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : throw new FormatException(Shortened(list));

    private static string Written(JsonElement geometry)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var member in (string[])["type", "coordinates"])
            {
                json.WritePropertyName(member);
                geometry.GetProperty(member).WriteTo(json);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static string Position(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"[{x},{y}]");

    private static string Shortened(JsonElement element)
    {
        var text = element.ValueKind == JsonValueKind.Undefined ? "" : element.GetRawText();
        return text.Length > 60 ? text[..60] : text;
    }
}
