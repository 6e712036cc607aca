using System.ComponentModel.DataAnnotations;
using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class OfficialSitesTests
{
    private static readonly OfficialSites Sites = new LinkOptions { OwnDomains = "decide.example.mx, Consulta.Example.ORG" }.Sites();

    [Theory]
    [InlineData("Está en https://www.gob.mx/tramites, revisen")]
    [InlineData("vean gob.mx")]
    [InlineData("ine.mx.")]
    [InlineData("Lo dice (https://ieem.org.mx/acuerdos?id=4).")]
    [InlineData("HTTPS://EDOMEX.GOB.MX/AGUA")]
    [InlineData("lean su propia página: https://decide.example.mx/propuestas/3")]
    [InlineData("www.consulta.example.org")]
    public void Links_to_authorities_institutes_and_this_installation_pass(string text) =>
        Assert.Equal(CommentStatus.Accepted, ModerationRules.Decide(text, Sites).Status);

    [Theory]
    [InlineData("https://gob.mx.example.com/tramites")]
    [InlineData("gob.mx.evil.com")]
    [InlineData("gob.mx.evil.zip")]
    [InlineData("https://xgob.mx")]
    [InlineData("mi-ine.mx")]
    [InlineData("https://gob.mx:1@10.0.0.1/")]
    [InlineData("https://example.com/?gob.mx")]
    [InlineData("https://example.com\\gob.mx")]
    [InlineData("https://example.com#gob.mx")]
    [InlineData("hxxps://gob.mx")]
    [InlineData("gob[.]mx")]
    [InlineData("https://gob.mx:8443/")]
    [InlineData("https://іпе.mx/")]
    [InlineData("ieem.org.mx.example.net")]
    [InlineData("otra.example.mx")]
    [InlineData("gob.mx,example.com")]
    public void Links_that_only_look_official_are_held(string text) => Assert.Contains("link", ModerationRules.Decide(text, Sites).Reasons);

    [Fact]
    public void An_installations_domain_passes_only_if_configured() => Assert.Equal(["link"], ModerationRules.Decide("https://decide.example.mx").Reasons);

    [Fact]
    public async Task A_comment_may_link_to_the_domain_of_the_installation()
    {
        var world = await World.NewAsync();
        var moderation = new AutomaticModeration(world.Comments, world.ReviewQueue, world.NoSecondOpinion(), new FloodMemory(), world.Time, Sites);
        var comment = new Comment(
            Receipt.New(Day("2021-05-10")), NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"),
            CommentKind.Comment, "Está en https://decide.example.mx/3", world.Time.GetUtcNow(),
            CommentStatus.Received, [], null);
        await world.Comments.InsertAsync(Edomex, comment, default);

        Assert.True(await moderation.ModerateAsync(Edomex, comment.Receipt, default));

        Assert.Equal(CommentStatus.Accepted, (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment.Status);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("decide.example.mx", true)]
    [InlineData("a.mx,b.org.mx", true)]
    [InlineData("mx", false)]
    [InlineData("https://decide.example.mx", false)]
    [InlineData("decide.example.mx/", false)]
    [InlineData("decide.example.mx.", false)]
    public void A_setting_that_is_no_domain_is_refused_at_startup(string domains, bool valid)
    {
        var options = new LinkOptions { OwnDomains = domains };
        Assert.Equal(valid, Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }
}
