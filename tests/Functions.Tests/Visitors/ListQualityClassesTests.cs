using System.Globalization;
using System.Net;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Tests.Visitors;

[Collection(SharedApp.Name)]
public sealed class ListQualityClassesTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Address = $"processes/{SharedApp.Open}/quality-classes";

    [Fact]
    public async Task The_quality_classes_are_served_with_the_figures_of_their_rules()
    {
        var classes = (await Shared.App.Client.GetJsonAsync(Address)).Items();

        Assert.Equal(["A", "B", "C"], classes.Select(c => c.Text("class")));
        Assert.All(classes, c => Assert.Equal(["class", "name", "rules", "consequence"], c.Names()));
        var (b, c) = (classes[1].GetProperty("rules").GetRawText(), classes[2].GetProperty("rules").GetRawText());
        Assert.All([QualityRules.VisitorsAnHour, QualityRules.VisitorsADay, QualityRules.ActsAnHour], figure => Assert.Contains(Text(figure), b, StringComparison.Ordinal));
        Assert.All([QualityRules.FastReactions, QualityRules.FastComments, QualityRules.Changes, QualityRules.RegularIntervals, QualityRules.RegularPercent], figure => Assert.Contains(Text(figure), c, StringComparison.Ordinal));
        Assert.Contains("Nunca es motivo para rechazar", classes[0].Text("consequence"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_quality_classes_are_cacheable_in_each_language()
    {
        using var spanish = await Shared.App.Client.GetAsync(Address);
        using var english = await Shared.App.Client.GetAsync(Address + "?lang=en");

        Assert.Contains("never a reason to refuse", (await english.JsonAsync()).Items()[0].Text("consequence"), StringComparison.Ordinal);
        Assert.Equal(("es", "en"), (Assert.Single(spanish.Content.Headers.ContentLanguage), Assert.Single(english.Content.Headers.ContentLanguage)));
        Assert.StartsWith("public, max-age=", spanish.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(spanish.Headers.ETag, english.Headers.ETag);

        using var again = new HttpRequestMessage(HttpMethod.Get, Address);
        again.Headers.TryAddWithoutValidation("If-None-Match", spanish.Headers.ETag!.Tag);
        using var unchanged = await Shared.App.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    private static string Text(int figure) => figure.ToString(CultureInfo.InvariantCulture);
}
