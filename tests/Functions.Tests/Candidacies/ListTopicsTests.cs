using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Candidacies;

namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class ListTopicsTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task A_topic_has_its_name_and_says_how_many_platforms_cover_it()
    {
        var topics = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/topics")).Items();
        Assert.Equal("""{"topic":"agua","name":"Agua y saneamiento","platforms":4}""", topics[0].GetRawText());
        // Those of the glossary alone, such as votacion, are not among them.
        Assert.Equal(["agua 4", "economia 0"], topics.Select(t => $"{t.Text("topic")} {t.GetProperty("platforms")}"));
    }

    [Fact]
    public void Topics_come_in_alphabetical_order_of_names_and_a_platform_counts_once_for_each()
    {
        var content = new ContentIndex(ProcessContent.Empty with
        {
            Topics = [new("vivienda", "Casa"), new("ninez", "Ñ"), new("salud", "Óptica")],
            Platforms = [Platform("sol", "transporte", "agua", "agua"), Platform("luna", "agua", "vivienda"), Platform("mar")],
        });
        Assert.Equal(
            [new("agua", "agua", 2), new("vivienda", "Casa", 1), new("ninez", "Ñ", 0), new("salud", "Óptica", 0), new("transporte", "transporte", 1)],
            TopicAnswer.AllOf(content));
    }

    [Fact]
    public async Task The_last_page_of_topics_has_no_next_page()
    {
        var page = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/topics?limit=2");
        Assert.Equal(["items", "next"], page.Names());
        Assert.Null(page.GetProperty("next").GetString());
    }

    private static Platform Platform(string contender, params string[] topics) => new(
        contender + "-legislatura", contender, ContestScope.Legislature, "P", [.. topics.Select((t, i) => new PlatformSection($"s{i}", t, "H", "T"))], null, null, null);
}
