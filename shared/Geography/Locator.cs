using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

namespace ServerlessDecide.Geography;

/// <summary>Says in which of many areas a point lies. Made once for the boundaries of a snapshot; many may ask at once.</summary>
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
            // What it makes when it is first asked is made now: the first two might ask at once.
            area.Covers(geometry.InteriorPoint);
            tree.Insert(geometry.EnvelopeInternal, (order, boundary.Key, area));
        }

        tree.Build();
    }

    /// <summary>
    /// The key of the area that holds the point, its border included; where several do (a point on a common border, areas that were drawn
    /// over each other), that which comes first. Null when none does.
    /// </summary>
    /// <param name="latitude">WGS84 degrees, as <paramref name="longitude"/>.</param>
    public string? Find(double latitude, double longitude)
    {
        var point = new Point(longitude, latitude);
        return tree.Query(point.EnvelopeInternal).Where(found => found.Area.Covers(point)).OrderBy(found => found.Order).Select(found => found.Key).FirstOrDefault();
    }
}
