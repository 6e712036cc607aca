using System.Globalization;
using FsCheck.Fluent;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Shared.Tests.Geography;

public sealed class LocatorTests
{
    // A grid of one-degree squares, keyed by their lower left corners.
    private static readonly Locator Grid = new(
        [.. from x in Enumerable.Range(0, 8) from y in Enumerable.Range(0, 8) select Square(Key(x, y), x, y, 1)]);

    [Fact]
    public void A_locator_without_areas_finds_no_point() => Assert.Null(new Locator([]).Find(19.25, -99.65));

    [Fact]
    public void A_point_is_found_in_its_area_and_a_point_outside_all_areas_is_not_found() => Law.Holds(
        from x in Gen.Choose(-20, 100) from y in Gen.Choose(-20, 100) select (X: (x / 10.0) + 0.05, Y: (y / 10.0) + 0.05),
        point =>
        {
            var (x, y) = ((int)Math.Floor(point.X), (int)Math.Floor(point.Y));
            return Grid.Find(latitude: point.Y, longitude: point.X) == (x is >= 0 and < 8 && y is >= 0 and < 8 ? Key(x, y) : null);
        });

    [Fact]
    public void A_point_on_a_common_border_is_in_the_first_area()
    {
        Assert.Equal(Key(2, 3), Grid.Find(latitude: 3.5, longitude: 3));
        Assert.Equal(Key(2, 2), Grid.Find(latitude: 3, longitude: 3));
        Assert.Equal(Key(7, 7), Grid.Find(latitude: 8, longitude: 8));
        Assert.Equal(Key(0, 0), Grid.Find(latitude: 0, longitude: 0));
    }

    [Fact]
    public void A_hole_is_outside_its_area_and_the_border_of_the_hole_is_inside()
    {
        var ring = new Locator([new("7", """{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[3,3],[3,6],[6,6],[6,3],[3,3]]]}""")]);
        Assert.Equal("7", ring.Find(1, 1));
        Assert.Equal("7", ring.Find(3, 4));
        Assert.Null(ring.Find(4, 4));
    }

    [Fact]
    public async Task A_locator_answers_concurrent_calls()
    {
        // A new locator each time, because concurrent first calls could race on lazy initialization.
        for (var i = 0; i < 50; i++)
        {
            var locator = new Locator([Square("a", 0, 0, 4), Square("b", 4, 0, 4), Square("c", 0, 4, 8)]);
            var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(() => locator.Find(latitude: n % 2 == 0 ? 1 : 5, longitude: 5))));
            Assert.Equal(Enumerable.Range(0, 16).Select(n => n % 2 == 0 ? "b" : "c"), found);
        }
    }

    private static string Key(int x, int y) => string.Create(CultureInfo.InvariantCulture, $"{x}-{y}");

    private static Boundary Square(string key, int x, int y, int side) => new(
        key,
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"type":"Polygon","coordinates":[[[{{x}},{{y}}],[{{x + side}},{{y}}],[{{x + side}},{{y + side}}],[{{x}},{{y + side}}],[{{x}},{{y}}]]]}"""));
}
