using System.Security.Cryptography;
using System.Text;
using FsCheck.Fluent;
using ServerlessDecide.Candidacies;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Candidacies;

public sealed class DrawnOrderTests
{
    [Fact]
    public void The_seed_is_the_process_and_its_local_day()
    {
        Assert.Equal("edomex-2021/2021-05-10", DrawnOrder.Of(Process(), At("2021-05-10T00:00")).Seed);
        Assert.Equal("edomex-2021/2021-05-10", DrawnOrder.Of(Process(), At("2021-05-10T23:59:59")).Seed);
        Assert.Equal("edomex-2021/2021-05-11", DrawnOrder.Of(Process(), At("2021-05-11T00:00")).Seed);
    }

    /// <summary>printf %s edomex-2021/2021-05-10/maiz | sha256sum</summary>
    [Theory]
    [InlineData("maiz", "32877ac0cfefda8619c006811b68404d0a74b6ae5d3eb710008b020f0189b575")]
    [InlineData("lluvia", "a539000d9b01bcd6f5b864bb21953d7c5eb2802b40e0a571d36f4bfc5bdcb5f2")]
    public void A_lot_is_what_sha256sum_says(string contender, string expected) =>
        Assert.Equal(expected, new DrawnOrder("edomex-2021/2021-05-10").Lot(contender));

    [Fact]
    public void Over_many_days_every_contender_comes_first_about_equally_often()
    {
        string[] contenders = ["maiz", "lluvia", "cerro", "sol"];
        var first = Enumerable.Range(0, 4000)
            .Select(day => new DrawnOrder($"edomex-2021/{new DateOnly(2021, 4, 10).AddDays(day):yyyy-MM-dd}"))
            .CountBy(order => contenders.MinBy(order.Lot, StringComparer.Ordinal)!)
            .ToDictionary();
        Assert.All(contenders, c => Assert.InRange(first[c], 880, 1120));
    }
}

public sealed class PlatformComparisonTests
{
    [Fact]
    public void Platforms_come_in_an_order_that_anyone_can_draw_again() => Law.Holds(
        Gen.Choose(1, 400).Select(day => $"edomex-2021/{new DateOnly(2021, 4, 10).AddDays(day):yyyy-MM-dd}"),
        seed =>
        {
            var compared = PlatformComparison.On("agua", Samples.Content.Platforms.Reverse(), new DrawnOrder(seed)).Select(p => p.Id);
            // Implements the published rule independently of our code.
            var again = Samples.Content.Platforms
                .OrderBy(p => new System.Numerics.BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(seed + "/" + p.Contender)), isUnsigned: true, isBigEndian: true))
                .ThenBy(p => p.Id, StringComparer.Ordinal)
                .Select(p => p.Id);
            return compared.SequenceEqual(again);
        });

    [Fact]
    public void A_comparison_has_only_sections_on_the_topic_and_only_platforms_with_one()
    {
        var both = Platform("maiz") with { Sections = [new("a", "agua", "A", "a"), new("b", "salud", "B", "b"), new("c", "agua", "C", "c")] };
        var other = Platform("cerro") with { Sections = [new("d", "salud", "D", "d")] };
        var compared = Assert.Single(PlatformComparison.On("agua", [both, other], new DrawnOrder("x")));
        Assert.Equal(["a", "c"], compared.Sections.Select(s => s.Id));
        Assert.Equal(both.Title, compared.Title);
        Assert.Empty(PlatformComparison.On("nada", [both, other], new DrawnOrder("x")));
    }

    [Fact]
    public void A_contender_lacks_a_topic_only_if_none_of_its_platforms_has_it()
    {
        var order = new DrawnOrder("x");
        var salud = Platform("lluvia", "salud") with { Sections = [new("a", "salud", "A", "a")] };
        Platform[] platforms = [salud, Platform("lluvia", "agua"), salud with { Id = "m", Contender = "maiz" }, salud with { Id = "c", Contender = "cerro" }];
        Assert.Equal(((string[])["maiz", "cerro"]).OrderBy(order.Lot, StringComparer.Ordinal), PlatformComparison.Without("agua", platforms, order));
        Assert.Empty(PlatformComparison.Without("agua", [], order));
    }
}
