using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

namespace ServerlessDecide.Geography;

/// <summary>Finds the area that contains a point. One is made for the boundaries of a snapshot; it is safe for concurrent calls.</summary>
public sealed class Locator
{
    private readonly STRtree<(int Order, string Key, IPreparedGeometry Area)> tree = new();

    /// <param name="boundaries">In the order of their keys.</param>
    public Locator(IReadOnlyList<Boundary> boundaries)
    {
        foreach (var (order, boundary) in boundaries.Index())
        {
            var geometry = GeoJsonGeometry.Parse(boundary.Geometry);
            var area = PreparedGeometryFactory.Prepare(geometry);
            // Force the lazy index now, because two concurrent first calls would race to build it.
            area.Covers(geometry.InteriorPoint);
            tree.Insert(geometry.EnvelopeInternal, (order, boundary.Key, area));
        }

        tree.Build();
    }

    /// <summary>
    /// Returns the key of the area that contains the point, its border included, or null. If several do (a common border, overlapping areas),
    /// the first one counts.
    /// </summary>
    /// <param name="latitude">In WGS84 degrees, like <paramref name="longitude"/>.</param>
    public string? Find(double latitude, double longitude)
    {
        var point = new Point(longitude, latitude);
        return tree.Query(point.EnvelopeInternal).Where(found => found.Area.Covers(point)).OrderBy(found => found.Order).Select(found => found.Key).FirstOrDefault();
    }
}
