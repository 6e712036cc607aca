using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using ServerlessDecide.Publication;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class ProposalsDatasetTests
{
    private const string Water = """[{"id":"agua-7","candidate":"maiz-7","topic":"agua","title":"Agua","text":"Más pozos."}]""";

    private static readonly ProcessContent Current = Samples.Content with
    {
        Candidates =
        [
            new("maiz-7", "Ana Peña", "maiz", "diputacion", "legislature-7", 1, CandidacyRole.Owner, "female", true),
            new("maiz-7-s", "Luz Ríos", "maiz", "diputacion", "legislature-7", 1, CandidacyRole.Alternate, "female", false),
        ],
    };

    [Fact]
    public void A_proposal_belongs_to_the_contender_of_its_candidate_and_begins_with_version_one()
    {
        var (content, errors) = Apply(Water, Current);
        Assert.Empty(errors);
        Assert.Equal(new Proposal("agua-7", "maiz-7", "maiz", "agua", "Agua", "Más pozos.", At("2021-05-10"), 1), Assert.Single(content.Proposals));
    }

    [Fact]
    public void Only_a_change_of_text_makes_a_new_version()
    {
        var first = Apply(Water, Current).Content;
        var same = Apply(Water, first, now: "2021-05-11").Content;
        Assert.Equal(first.Proposals, same.Proposals);

        var changed = Assert.Single(Apply(Water.Replace("Más", "Muchos más", StringComparison.Ordinal), same, now: "2021-05-12").Content.Proposals);
        Assert.Equal((2, At("2021-05-12"), "Muchos más pozos."), (changed.Version, changed.PublishedAt, changed.Text));
    }

    [Theory]
    [InlineData("candidate", "maiz-7-s", "candidate", ImportErrorCode.UnknownReference)]
    [InlineData("candidate", "nadie", "candidate", ImportErrorCode.UnknownReference)]
    [InlineData("topic", "Agua y más", "topic", ImportErrorCode.BadValue)]
    [InlineData("title", "", "title", ImportErrorCode.Required)]
    [InlineData("text", "", "text", ImportErrorCode.Required)]
    [InlineData("contender", "cerro", "contender", ImportErrorCode.BadValue)]
    public void An_error_names_its_column(string name, string value, string column, ImportErrorCode code)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "agua-7",
            ["candidate"] = "maiz-7",
            ["topic"] = "agua",
            ["title"] = "Agua",
            ["text"] = "Más pozos.",
            [name] = value,
        };
        var error = Assert.Single(Apply(System.Text.Json.JsonSerializer.Serialize(new[] { fields }), Current).Errors);
        Assert.Equal((1, column, code), (error.Row, error.Column, error.Code));
    }

    [Fact]
    public void A_text_may_have_five_thousand_characters()
    {
        Assert.Empty(Apply(Water.Replace("Más pozos.", new string('a', 5000), StringComparison.Ordinal), Current).Errors);
        Assert.Equal(
            ImportErrorCode.TooLong, Assert.Single(Apply(Water.Replace("Más pozos.", new string('a', 5001), StringComparison.Ordinal), Current).Errors).Code);
    }

    [Fact]
    public void A_proposal_that_was_open_to_reactions_may_not_be_removed_or_change_its_contender()
    {
        var published = Apply(Water, Current).Content;
        var other = Water.Replace("agua-7", "agua-8", StringComparison.Ordinal);
        Assert.Empty(Apply(other, published).Errors);
        Assert.Equal((0, "id", ImportErrorCode.InUse, "agua-7"), Tuple(Assert.Single(Apply(other, published, inUse: true).Errors)));
        Assert.Empty(Apply(Water.Replace("Más", "Otros", StringComparison.Ordinal), published, inUse: true).Errors);
    }

    [Fact]
    public void A_replaced_candidate_keeps_the_published_proposals()
    {
        var published = Apply(Water, Current).Content;
        var replaced = published with { Candidates = [published.Candidates[0] with { Id = "maiz-7-b" }] };
        Assert.Empty(Apply(Water, replaced, inUse: true).Errors);
    }

    private static (int, string, ImportErrorCode, string) Tuple(ImportError e) => (e.Row, e.Column, e.Code, e.Value);

    private static (ProcessContent Content, IReadOnlyList<ImportError> Errors) Apply(
        string json, ProcessContent current, bool inUse = false, string now = "2021-05-10")
    {
        var errors = new ImportErrors();
        var rows = ImportRows.ReadJson(json, errors);
        return (Datasets.Find("proposals")!.Apply(new ImportContext(current, At(now)) { InUse = inUse ? TargetKind.All : [TargetKind.Platform] }, rows, errors), errors.Reported);
    }
}
