using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Imports.DatasetFiles;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class TopicsDatasetTests
{
    private static readonly ProcessContent Used = Samples.Content with
    {
        Glossary = [new("urna", "Urna", "Caja.", null, [], "votar")],
        Proposals = [new("a", "c", "cerro", "campo", "T", "X", Samples.At("2021-05-10"), 1), new("b", "c", "cerro", "agua", "T", "X", Samples.At("2021-05-10"), 1)],
    };

    [Fact]
    public void Topics_are_read_with_their_names()
    {
        var (content, errors) = Csv("topics", "id,name\nagua,Agua\neducacion,Educación", Samples.Content);

        Assert.Empty(errors);
        Assert.Equal([new("agua", "Agua"), new("educacion", "Educación")], content.Topics);
        Assert.Equal(Samples.Content with { Topics = content.Topics }, content);
    }

    [Theory]
    [InlineData("Educación,Educación", "id", ImportErrorCode.BadValue)]
    [InlineData("agua,Aguas", "id", ImportErrorCode.Duplicate)]
    [InlineData("aguas,AGÜA", "name", ImportErrorCode.Duplicate)]
    [InlineData("campo,", "name", ImportErrorCode.Required)]
    public void A_topic_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code) => AssertReported(
        Csv("topics", "id,name\nagua,Agua\n" + row, ProcessContent.Empty).Errors, column, code, row: 3);

    [Fact]
    public void A_file_that_leaves_out_a_topic_in_use_is_published_with_a_warning()
    {
        var (content, errors) = Read("topics", ImportRows.ReadCsv("id,name\nsalud,Salud", ["id", "name"], new ImportErrors()), Used);

        Assert.Equal(["salud"], content.Topics.Select(t => t.Id));
        Assert.Empty(errors.Reported);
        Assert.Equal(((string[])["agua", "campo", "votar"]).Select(t => new ImportError(0, "id", ImportErrorCode.NoTopicName, t)), errors.Warnings);
    }

    [Fact]
    public void Each_topic_without_a_name_is_warned_of_once_in_platforms_proposals_and_the_glossary()
    {
        var terms = ImportRows.ReadCsv("id,term,definition,easyRead,topic,seeAlso\na,A,A,,agua,\nb,B,B,,votar,\nc,C,C,,votar,", [], new ImportErrors());
        Assert.Equal([new(3, "topic", ImportErrorCode.NoTopicName, "votar")], Read("glossary", terms, Samples.Content).Errors.Warnings);

        const string Sections = """[{"id":"a","topic":"agua","heading":"A","text":"A"},{"id":"b","topic":"campo","heading":"B","text":"B"}]""";
        var platforms = ImportRows.ReadJson(
            $$"""[{"id":"x","contender":"maiz","scope":"council","title":"X","sections":{{Sections}}},{"id":"y","contender":"maiz","scope":"council","title":"Y","sections":{{Sections}}}]""",
            new ImportErrors());
        Assert.Equal([new(1, "sections", ImportErrorCode.NoTopicName, "campo")], Read("platforms", platforms, Samples.Content).Errors.Warnings);

        var proposals = ImportRows.ReadJson("""[{"id":"a","candidate":"c","topic":"campo","title":"T","text":"X"}]""", new ImportErrors());
        Assert.Equal([new(1, "topic", ImportErrorCode.NoTopicName, "campo")], Read("proposals", proposals, Used).Errors.Warnings);
    }

    [Fact]
    public void While_no_topics_were_imported_a_topic_needs_no_name() => Assert.Empty(
        Read("glossary", ImportRows.ReadCsv("id,term,definition,easyRead,topic,seeAlso\na,A,A,,agua,", [], new ImportErrors()), ProcessContent.Empty).Errors.Warnings);

    private static (ProcessContent Content, ImportErrors Errors) Read(string dataset, IReadOnlyList<ImportRow> rows, ProcessContent current)
    {
        var errors = new ImportErrors();
        return (Datasets.Find(dataset)!.Apply(new ImportContext(current, Samples.At("2021-05-10")), rows, errors), errors);
    }
}
