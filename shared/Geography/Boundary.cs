namespace ServerlessDecide.Geography;

/// <summary>The boundary of a district or a municipality.</summary>
/// <param name="Key">The district's number or the municipality's code.</param>
/// <param name="Geometry">
/// A GeoJSON Polygon or MultiPolygon (RFC 7946) in WGS84, without white space, with only the members <c>type</c> and <c>coordinates</c>.
/// </param>
public sealed record Boundary(string Key, string Geometry);
