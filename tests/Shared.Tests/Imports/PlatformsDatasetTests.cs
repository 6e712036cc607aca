using System.Text.Json.Nodes;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Imports.DatasetFiles;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class PlatformsDatasetTests
{
    [Fact]
    public void Platforms_are_read_in_the_form_in_which_they_are_served()
    {
        var (content, errors) = Json(
            "platforms",
            """
            {"items":[{"id":"agua","contender":"maiz","scope":"council","title":"=HYPERLINK(\"x\") Ñ","documentUrl":"https://ieem.org.mx/p.pdf",
            "sha256":"0000000000000000000000000000000000000000000000000000000000000abc","registeredBy":"IEEM/CG/1/2021",
            "sections":[{"id":"uno","topic":"agua","heading":"Agua","text":"Primero.\nDespués."},{"id":"dos","topic":"salud","heading":"Salud","text":"x"}]}]}
            """,
            Samples.Content with { Platforms = [] });

        Assert.Empty(errors);
        var platform = Assert.Single(content.Platforms);
        Assert.Equal(("agua", "maiz", ContestScope.Council, "=HYPERLINK(\"x\") Ñ", "https://ieem.org.mx/p.pdf", "IEEM/CG/1/2021"), (
            platform.Id, platform.Contender, platform.Scope, platform.Title, platform.DocumentUrl, platform.RegisteredBy));
        Assert.Equal([new("uno", "agua", "Agua", "Primero.\nDespués."), new("dos", "salud", "Salud", "x")], platform.Sections);
    }

    [Theory]
    [InlineData("id", "\"Agua\"", "id", ImportErrorCode.BadValue)]
    [InlineData("id", null, "id", ImportErrorCode.Required)]
    [InlineData("contender", "\"nadie\"", "contender", ImportErrorCode.UnknownReference)]
    [InlineData("scope", "\"federal\"", "scope", ImportErrorCode.BadValue)]
    [InlineData("title", "\"\"", "title", ImportErrorCode.Required)]
    [InlineData("title", "\"a\\ud800\"", "title", ImportErrorCode.BadValue)]
    [InlineData("documentUrl", "\"javascript:alert(1)\"", "documentUrl", ImportErrorCode.BadValue)]
    [InlineData("documentUrl", "\"p.pdf\"", "documentUrl", ImportErrorCode.BadValue)]
    [InlineData("sha256", "\"abc\"", "sha256", ImportErrorCode.BadValue)]
    [InlineData("sections", null, "sections", ImportErrorCode.Required)]
    [InlineData("sections", "[]", "sections", ImportErrorCode.Required)]
    [InlineData("sections", "\"text\"", "sections", ImportErrorCode.BadValue)]
    [InlineData("sections", "7", "sections", ImportErrorCode.BadValue)]
    [InlineData("sections", "[{\"id\":\"a\",\"topic\":\"a\",\"heading\":\"a\"}]", "sections[0].text", ImportErrorCode.Required)]
    [InlineData("sections", "[{\"id\":\"A\",\"topic\":\"a\",\"heading\":\"a\",\"text\":\"a\"}]", "sections[0].id", ImportErrorCode.BadValue)]
    [InlineData("sections", "[{\"id\":\"a\",\"topic\":\"a\",\"heading\":\"a\",\"text\":\"a\"},{\"id\":\"a\",\"topic\":\"a\",\"heading\":\"a\",\"text\":\"a\"}]", "sections[1].id", ImportErrorCode.Duplicate)]
    public void A_platform_that_breaks_a_rule_is_reported(string property, string? value, string column, ImportErrorCode code)
    {
        var platform = new JsonObject
        {
            ["id"] = "agua",
            ["contender"] = "maiz",
            ["scope"] = "council",
            ["title"] = "Agua",
            ["sections"] = new JsonArray(new JsonObject { ["id"] = "uno", ["topic"] = "agua", ["heading"] = "Agua", ["text"] = "x" }),
        };
        if (property == "sha256") platform["documentUrl"] = "https://ieem.org.mx/p.pdf";
        if (value is null) platform.Remove(property);
        else platform[property] = "@@";
        var text = new JsonArray(platform).ToJsonString().Replace("\"@@\"", value, StringComparison.Ordinal);

        AssertReported(Json("platforms", text, Samples.Content with { Platforms = [] }).Errors, column, code, row: 1);
    }

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("https://ieem.org.mx/p.pdf", "0000000000000000000000000000000000000000000000000000000000000abc", null, null)]
    [InlineData(null, "0000000000000000000000000000000000000000000000000000000000000abc", "documentUrl", null)]
    [InlineData("https://ieem.org.mx/p.pdf", null, null, "sha256")]
    public void A_hash_needs_its_document_and_a_document_should_have_its_hash(string? document, string? hash, string? error, string? warning)
    {
        var platform = new JsonObject
        {
            ["id"] = "agua",
            ["contender"] = "maiz",
            ["scope"] = "council",
            ["title"] = "Agua",
            ["documentUrl"] = document,
            ["sha256"] = hash,
            ["sections"] = new JsonArray(new JsonObject { ["id"] = "uno", ["topic"] = "agua", ["heading"] = "Agua", ["text"] = "x" }),
        };
        var errors = new ImportErrors();
        var rows = ImportRows.ReadJson(new JsonArray(platform).ToJsonString(), errors);
        var content = Datasets.Find("platforms")!.Apply(new ImportContext(Samples.Content with { Platforms = [] }, At("2021-05-10")), rows, errors);

        Assert.Equal(error is null ? [] : [(error, ImportErrorCode.Required)], errors.Reported.Select(e => (e.Column, e.Code)));
        Assert.Equal(warning is null ? [] : [(warning, ImportErrorCode.NoHash)], errors.Warnings.Select(e => (e.Column, e.Code)));
        Assert.Equal(error is null ? 1 : 0, content.Platforms.Count);
    }

    [Fact]
    public void Once_people_have_reacted_a_platform_may_not_be_removed_or_change_its_contender()
    {
        const string File = """
            [{"id":"plataforma-maiz","contender":"lluvia","scope":"council","title":"t","sections":[{"id":"a","topic":"a","heading":"a","text":"a"}]}]
            """;
        var current = Samples.Content with { Platforms = [Platform("maiz"), Platform("cerro")] };

        Assert.Empty(Json("platforms", File, current).Errors);
        Assert.Equal(
            [new(0, "id", ImportErrorCode.InUse, "plataforma-maiz"), new(0, "id", ImportErrorCode.InUse, "plataforma-cerro")],
            Json("platforms", File, current, inUse: true).Errors);
    }

    [Fact]
    public void Once_people_have_reacted_a_platform_may_be_corrected_and_others_added()
    {
        var (content, errors) = Json(
            "platforms",
            """
            [{"id":"plataforma-maiz","contender":"maiz","scope":"council","title":"Corregida","sections":[{"id":"a","topic":"a","heading":"a","text":"a"}]},
             {"id":"otra","contender":"cerro","scope":"council","title":"Otra","sections":[{"id":"a","topic":"a","heading":"a","text":"a"}]}]
            """,
            Samples.Content with { Platforms = [Platform("maiz")] },
            inUse: true);

        Assert.Empty(errors);
        Assert.Equal(["Corregida", "Otra"], content.Platforms.Select(p => p.Title));
    }
}
