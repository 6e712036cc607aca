using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class GetPlatformTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task A_platform_is_returned_with_its_text_as_imported()
    {
        var platform = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/platforms/luna-legislatura");
        Assert.Equal(["id", "contender", "scope", "title", "sections", "documentUrl", "sha256", "registeredBy"], platform.Names());
        Assert.Equal(("luna", "legislature", "Plataforma de luna"), (platform.Text("contender"), platform.Text("scope"), platform.Text("title")));
        var section = Assert.Single(platform.GetProperty("sections").EnumerateArray());
        Assert.Equal(["id", "topic", "heading", "text"], section.Names());
        Assert.Equal(Example.Text, section.Text("text"));
    }

    [Fact]
    public async Task A_platform_is_served_with_plain_accents_and_escaped_HTML()
    {
        var bytes = await Shared.App.Client.GetStringAsync($"processes/{SharedApp.Open}/platforms/luna-legislatura");
        Assert.Contains("«mañana empieza hoy»", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", bytes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_platform_is_not_found()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/platforms/nada");
        await answer.ProblemAsync(404, "not_found");
    }
}
