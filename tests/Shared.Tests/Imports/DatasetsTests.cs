using System.Text.Json.Nodes;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class DatasetsTests
{
    [Fact]
    public void The_datasets_and_their_columns_are_those_of_the_contract()
    {
        Assert.Equal(
            [
                "glossary", "offices", "districts", "municipalities", "sections", "geometry-districts", "geometry-municipalities", "contenders",
                "platforms", "candidates", "proposals", "results", "campaigns",
            ],
            Datasets.Names);
        Assert.Equal(["id", "term", "definition", "easyRead", "topic", "seeAlso"], Datasets.Find("glossary")!.RequiredColumns());
        Assert.Equal(["id", "name", "body", "scope", "term", "seats", "functions", "cannotDo", "legalBasis"], Datasets.Find("offices")!.RequiredColumns());
        Assert.Equal(["number", "seat"], Datasets.Find("districts")!.RequiredColumns());
        Assert.Equal(["code", "name", "lat", "lon"], Datasets.Find("municipalities")!.RequiredColumns());
        Assert.Equal(["section", "municipality", "district", "registeredVoters"], Datasets.Find("sections")!.RequiredColumns());
        Assert.Equal(["id", "name", "shortName", "kind", "members", "color", "elected"], Datasets.Find("contenders")!.RequiredColumns());
        Assert.Equal(["id", "name", "contender", "office", "contest", "position", "role", "gender", "head"], Datasets.Find("candidates")!.RequiredColumns());
        Assert.Null(Datasets.Find("Districts"));
    }

    [Fact]
    public void Terms_are_read_with_related_terms_and_easy_Spanish()
    {
        var (content, errors) = Csv(
            "glossary",
            "id,term,definition,easyRead,topic,seeAlso\nboleta,Boleta,\"Papel, dos\nlíneas.\",,votacion,urna | voto\nvoto,Voto,Lo que decides.,Tu decisión.,votacion,\nurna,Urna,Caja.,,votacion,voto",
            Samples.Content);

        Assert.Empty(errors);
        Assert.Equal(["boleta", "voto", "urna"], content.Glossary.Select(t => t.Id));
        Assert.Equal(("Boleta", "Papel, dos\nlíneas.", null, "votacion"), (content.Glossary[0].Name, content.Glossary[0].Definition, content.Glossary[0].EasyRead, content.Glossary[0].Topic));
        Assert.Equal(["urna", "voto"], content.Glossary[0].SeeAlso);
        Assert.Equal("Tu decisión.", content.Glossary[1].EasyRead);
        Assert.Equal(Samples.Content with { Glossary = content.Glossary }, content);
    }

    [Theory]
    [InlineData("Urna,Urna,Caja.,,votacion,", "id", ImportErrorCode.BadValue)]
    [InlineData("voto,Urna,Caja.,,votacion,", "id", ImportErrorCode.Duplicate)]
    [InlineData("urna,,Caja.,,votacion,", "term", ImportErrorCode.Required)]
    [InlineData("urna,VÓTO,Caja.,,votacion,", "term", ImportErrorCode.Duplicate)]
    [InlineData("urna,Urna,,,votacion,", "definition", ImportErrorCode.Required)]
    [InlineData("urna,Urna,Caja.,,,", "topic", ImportErrorCode.Required)]
    [InlineData("urna,Urna,Caja.,,Votación,", "topic", ImportErrorCode.BadValue)]
    [InlineData("urna,Urna,Caja.,,votacion,boleta", "seeAlso", ImportErrorCode.UnknownReference)]
    [InlineData("urna,Urna,Caja.,,votacion,voto|urna", "seeAlso", ImportErrorCode.UnknownReference)]
    public void A_term_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code) => AssertReported(
        Csv("glossary", "id,term,definition,easyRead,topic,seeAlso\nvoto,Voto,Lo que decides.,,votacion,\n" + row, Only()).Errors, column, code, row: 3);

    [Fact]
    public void Offices_are_read_with_sentences_about_what_they_do_and_what_others_decide()
    {
        var (content, errors) = Csv("offices", OfficeHeader + ",othersDecide\n" + OfficeRow + ",El gobernador ejecuta.", Only());
        var (without, none) = Csv("offices", OfficeHeader + "\n" + OfficeRow, Only());

        Assert.Empty(errors);
        Assert.Empty(none);
        var office = Assert.Single(content.Offices);
        Assert.Equal(("diputacion", "Diputación", "Legislatura", ContestScope.Legislature, "3 años", 75, "Art. 38"), (
            office.Id, office.Name, office.Body, office.Scope, office.Term, office.Seats, office.LegalBasis));
        Assert.Equal(["Hace leyes.", "Aprueba el presupuesto."], office.Functions);
        Assert.Equal(["No repara calles."], office.CannotDo);
        Assert.Equal(["El gobernador ejecuta."], office.OthersDecide);
        Assert.Empty(Assert.Single(without.Offices).OthersDecide);
    }

    [Theory]
    [InlineData("diputacion", "Diputada", "id", ImportErrorCode.BadValue)]
    [InlineData("legislature", "federal", "scope", ImportErrorCode.BadValue)]
    [InlineData("75", "0", "seats", ImportErrorCode.BadValue)]
    [InlineData("75", "", "seats", ImportErrorCode.Required)]
    [InlineData("3 años", "", "term", ImportErrorCode.Required)]
    [InlineData("Hace leyes.|Aprueba el presupuesto.", "|", "functions", ImportErrorCode.Required)]
    [InlineData("Hace leyes.", "a\0b", "functions", ImportErrorCode.BadValue)]
    [InlineData("Art. 38", "", "legalBasis", ImportErrorCode.Required)]
    public void An_office_that_breaks_a_rule_is_reported(string was, string now, string column, ImportErrorCode code) =>
        AssertReported(Csv("offices", OfficeHeader + "\n" + OfficeRow.Replace(was, now, StringComparison.Ordinal), Only()).Errors, column, code);

    [Fact]
    public void A_sentence_of_an_office_has_at_most_500_characters()
    {
        Assert.Empty(Csv("offices", OfficeHeader + "\n" + OfficeRow.Replace("Hace leyes.", new string('x', 500), StringComparison.Ordinal), Only()).Errors);
        AssertReported(
            Csv("offices", OfficeHeader + "\n" + OfficeRow.Replace("Hace leyes.", new string('x', 501), StringComparison.Ordinal), Only()).Errors, "functions", ImportErrorCode.TooLong);
    }

    [Fact]
    public void An_imported_office_that_candidates_seek_may_not_be_left_out()
    {
        var described = Csv("offices", OfficeHeader + "\n" + OfficeRow, Only()).Content with
        {
            Candidates =
            [
                new("ana", "Ana", "maiz", "diputacion", "legislature-7", 1, CandidacyRole.Owner, "mujer", true),
                new("eva", "Eva", "maiz", "sindicatura", "council-15106", 1, CandidacyRole.Owner, "mujer", true),
            ],
        };
        Assert.Equal(
            [new(0, "id", ImportErrorCode.InUse, "diputacion")],
            Csv("offices", OfficeHeader + "\n" + OfficeRow.Replace("diputacion", "otra", StringComparison.Ordinal), described).Errors);
    }

    private const string OfficeHeader = "id,name,body,scope,term,seats,functions,cannotDo,legalBasis";

    private const string OfficeRow = "diputacion,Diputación,Legislatura,legislature,3 años,75,Hace leyes.|Aprueba el presupuesto.,No repara calles.,Art. 38";

    [Fact]
    public void Districts_are_sorted_by_number()
    {
        var (content, errors) = Csv("districts", "number,seat\n10,Valle de Bravo\n7,Tenancingo\n40,Ixtapaluca", Only());
        Assert.Empty(errors);
        Assert.Equal([new("7", "Tenancingo"), new("10", "Valle de Bravo"), new("40", "Ixtapaluca")], content.Districts);
    }

    [Theory]
    [InlineData("0,x", "number", ImportErrorCode.BadValue)]
    [InlineData("07,x", "number", ImportErrorCode.BadValue)]
    [InlineData("100,x", "number", ImportErrorCode.BadValue)]
    [InlineData("-1,x", "number", ImportErrorCode.BadValue)]
    [InlineData("1.0,x", "number", ImportErrorCode.BadValue)]
    [InlineData("VII,x", "number", ImportErrorCode.BadValue)]
    [InlineData("٧,x", "number", ImportErrorCode.BadValue)]
    [InlineData(",x", "number", ImportErrorCode.Required)]
    [InlineData("7,", "seat", ImportErrorCode.Required)]
    [InlineData("7,   ", "seat", ImportErrorCode.Required)]
    [InlineData("7,a\0b", "seat", ImportErrorCode.BadValue)]
    public void A_district_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code) =>
        AssertReported(Csv("districts", "number,seat\n" + row, Only()).Errors, column, code);

    [Fact]
    public void A_name_that_is_too_long_is_reported() =>
        AssertReported(Csv("districts", "number,seat\n7," + new string('x', 501), Only()).Errors, "seat", ImportErrorCode.TooLong);

    [Fact]
    public void A_duplicate_key_is_reported_at_its_second_row() => Assert.Equal(
        [new(4, "number", ImportErrorCode.Duplicate, "7")], Csv("districts", "number,seat\n7,a\n8,b\n7,c", Only()).Errors);

    [Fact]
    public void All_errors_of_a_row_are_reported_together() => Assert.Equal(
        [("code", ImportErrorCode.BadValue), ("name", ImportErrorCode.Required), ("lat", ImportErrorCode.BadValue), ("lon", ImportErrorCode.BadValue)],
        Csv("municipalities", "code,name,lat,lon\nx,,91,-181", Only()).Errors.Select(e => (e.Column, e.Code)));

    [Fact]
    public void Errors_of_one_cell_do_not_hide_those_of_later_cells() => Assert.Equal(
        ["kind", "id", "color"],
        Csv("contenders", "id,name,shortName,kind,members,color,elected\nBad Id,Name,Short,club,,green,", Only()).Errors.Select(e => e.Column));

    [Fact]
    public void Territories_that_sections_refer_to_may_not_be_left_out()
    {
        Assert.Equal([new(0, "number", ImportErrorCode.InUse, "40")], Csv("districts", "number,seat\n7,x", Samples.Content).Errors);
        Assert.Equal([new(0, "code", ImportErrorCode.InUse, "15039")], Csv("municipalities", "code,name,lat,lon\n15106,Toluca,19,-99", Samples.Content).Errors);
    }

    [Theory]
    [InlineData("1510,x,19,-99", "code", ImportErrorCode.BadValue)]
    [InlineData("151066,x,19,-99", "code", ImportErrorCode.BadValue)]
    [InlineData("1510a,x,19,-99", "code", ImportErrorCode.BadValue)]
    [InlineData("15106,x,19.5.1,-99", "lat", ImportErrorCode.BadValue)]
    [InlineData("15106,x,,-99", "lat", ImportErrorCode.Required)]
    [InlineData("15106,x,NaN,-99", "lat", ImportErrorCode.BadValue)]
    [InlineData("15106,x,19,∞", "lon", ImportErrorCode.BadValue)]
    [InlineData("15106,x,-90.01,0", "lat", ImportErrorCode.BadValue)]
    [InlineData("15106,x,0,180.01", "lon", ImportErrorCode.BadValue)]
    public void A_municipality_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code) =>
        AssertReported(Csv("municipalities", "code,name,lat,lon\n" + row, Only()).Errors, column, code);

    [Fact]
    public void Municipalities_and_sections_are_sorted_by_their_codes()
    {
        var (municipalities, none) = Csv("municipalities", "code,name,lat,lon\n15106,Toluca,19.2826,-99.6557\n15039,Ixtapaluca,19.3188,-98.8825", Samples.Content);
        var (sections, nothing) = Csv("sections", "section,municipality,district,registeredVoters\n2001,15039,40,987\n0123,15106,7,1204\n0124,15106,7,0", Samples.Content);

        Assert.Empty(none);
        Assert.Empty(nothing);
        Assert.Equal([new("15039", "Ixtapaluca", 19.3188, -98.8825), new("15106", "Toluca", 19.2826, -99.6557)], municipalities.Municipalities);
        Assert.Equal([new("0123", "15106", "7", 1204), new("0124", "15106", "7", 0), new("2001", "15039", "40", 987)], sections.Sections);
    }

    [Theory]
    [InlineData("123,15106,7,1", "section", ImportErrorCode.BadValue)]
    [InlineData("0000,15106,7,1", "section", ImportErrorCode.BadValue)]
    [InlineData("12345,15106,7,1", "section", ImportErrorCode.BadValue)]
    [InlineData("0123,15999,7,1", "municipality", ImportErrorCode.UnknownReference)]
    [InlineData("0123,15106,8,1", "district", ImportErrorCode.UnknownReference)]
    [InlineData("0123,15106,07,1", "district", ImportErrorCode.UnknownReference)]
    [InlineData("0123,15106,7,-1", "registeredVoters", ImportErrorCode.BadValue)]
    [InlineData("0123,15106,7,\"1,204\"", "registeredVoters", ImportErrorCode.BadValue)]
    [InlineData("0123,15106,7,99999999999", "registeredVoters", ImportErrorCode.BadValue)]
    [InlineData("0123,15106,7,", "registeredVoters", ImportErrorCode.Required)]
    public void A_section_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code) =>
        AssertReported(Csv("sections", "section,municipality,district,registeredVoters\n" + row, Samples.Content).Errors, column, code);

    [Fact]
    public void A_merged_section_needs_only_the_one_it_was_merged_into_and_is_not_among_the_sections()
    {
        const string Header = "section,municipality,district,registeredVoters,mergedInto\n";
        var (content, errors) = Csv("sections", Header + "0200,,,,0123\n0123,15106,7,1204,\n0100,nada,nada,nada,0123", Samples.Content);

        Assert.Empty(errors);
        Assert.Equal([new("0123", "15106", "7", 1204)], content.Sections);
        Assert.Equal([new("0100", "0123"), new("0200", "0123")], content.MergedSections);
        var index = new ContentIndex(content);
        Assert.Equal("0123", index.MergedSection("0100")?.Into);
        Assert.Null(index.Section("0100"));

        var sections = Datasets.Find("sections")!;
        Assert.Equal(["0100", "0200"], sections.Compare(Samples.Content with { Sections = content.Sections }, content).Added.Keys);
        Assert.True(sections.Compare(content, Csv("sections", Header + "0123,15106,7,1204,\n0100,,,,0123\n0200,,,,0123", content).Content).IsEmpty);
        // Merged between two imports: the same section, changed.
        var before = Csv("sections", Header + "0123,15106,7,1204,\n0100,15106,7,3,\n0200,,,,0123", Samples.Content).Content;
        Assert.Equal(["0100"], sections.Compare(before, content).Changed.Keys);
    }

    [Theory]
    [InlineData("0124,,,,0125", "mergedInto", ImportErrorCode.UnknownReference)]
    [InlineData("0124,,,,0124", "mergedInto", ImportErrorCode.UnknownReference)]
    [InlineData("0124,,,,0200", "mergedInto", ImportErrorCode.UnknownReference)]
    [InlineData("0124,,,,123", "mergedInto", ImportErrorCode.UnknownReference)]
    [InlineData("124,,,,0123", "section", ImportErrorCode.BadValue)]
    [InlineData("0123,,,,0123", "section", ImportErrorCode.Duplicate)]
    public void A_section_may_only_be_merged_into_one_that_is_not_merged(string row, string column, ImportErrorCode code) => AssertReported(
        Csv("sections", "section,municipality,district,registeredVoters,mergedInto\n0123,15106,7,1,\n0200,,,,0123\n" + row, Samples.Content).Errors, column, code);

    [Fact]
    public void Contenders_are_read_with_their_kind_their_members_and_whether_they_were_elected()
    {
        var (content, errors) = Csv(
            "contenders",
            "id,name,shortName,kind,members,color,elected\n" +
            "maiz-y-lluvia,Coalición,ML,coalition,maiz|lluvia,#123456,true\nmaiz,Partido Maíz,MAIZ,party,,#00AA11,false\nlluvia,=1+1,LL,party,,#00aa11,\n" +
            "ana,Ana López,Ana,independent,,#ffffff,\nvarios,Varios,V,commonCandidacy,lluvia | maiz,#ffffff,",
            Only());

        Assert.Empty(errors);
        Assert.Equal(
            [ContenderKind.Coalition, ContenderKind.Party, ContenderKind.Party, ContenderKind.Independent, ContenderKind.CommonCandidacy],
            content.Contenders.Select(c => c.Kind));
        Assert.Equal([true, false, null, null, null], content.Contenders.Select(c => c.Elected));
        Assert.Equal(["maiz", "lluvia"], content.Contenders[0].Members);
        Assert.Equal(["lluvia", "maiz"], content.Contenders[4].Members);
        Assert.Equal("=1+1", content.Contenders[2].Name);
    }

    [Theory]
    [InlineData("B,Name,B,party,,#00aa11,", "id", ImportErrorCode.BadValue)]
    [InlineData("b,,B,party,,#00aa11,", "name", ImportErrorCode.Required)]
    [InlineData("b,Name,B,club,,#00aa11,", "kind", ImportErrorCode.BadValue)]
    [InlineData("b,Name,B,Party,,#00aa11,", "kind", ImportErrorCode.BadValue)]
    [InlineData("b,Name,B,party,,00aa11,", "color", ImportErrorCode.BadValue)]
    [InlineData("b,Name,B,party,,#00aa1g,", "color", ImportErrorCode.BadValue)]
    [InlineData("b,Name,B,party,,#00aa11,yes", "elected", ImportErrorCode.BadValue)]
    [InlineData("b,Name,B,coalition,maiz,#00aa11,", "members", ImportErrorCode.BadValue)]
    [InlineData("b,Name,B,coalition,,#00aa11,", "members", ImportErrorCode.BadValue)]
    [InlineData("b,Name,B,coalition,maiz|maiz,#00aa11,", "members", ImportErrorCode.BadValue)]
    [InlineData("b,Name,B,coalition,maiz|nadie,#00aa11,", "members", ImportErrorCode.UnknownReference)]
    [InlineData("b,Name,B,party,maiz|lluvia,#00aa11,", "members", ImportErrorCode.BadValue)]
    public void A_contender_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code) => AssertReported(
        Csv("contenders", "id,name,shortName,kind,members,color,elected\nmaiz,M,M,party,,#00aa11,\nlluvia,L,L,party,,#00aa11,\n" + row, Only()).Errors, column, code);

    [Fact]
    public void A_contender_whose_platform_is_published_may_not_be_left_out() => Assert.Equal(
        ["lluvia", "cerro", "maiz-y-lluvia"],
        Csv("contenders", "id,name,shortName,kind,members,color,elected\nmaiz,M,M,party,,#00aa11,", Samples.Content).Errors.Select(e => e.Value));

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
        var content = Datasets.Find("platforms")!.Apply(new ImportContext(Samples.Content with { Platforms = [] }, false, false, At("2021-05-10")), rows, errors);

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

    [Fact]
    public void A_dataset_replaces_only_its_own_part()
    {
        var (content, errors) = Csv("sections", "section,municipality,district,registeredVoters\n0123,15106,7,1", Samples.Content);

        Assert.Empty(errors);
        Assert.Equal(Samples.Content with { Sections = content.Sections, MergedSections = content.MergedSections }, content);
        Assert.Single(content.Sections);
    }

    private static ProcessContent Only() => ProcessContent.Empty;

    private static (ProcessContent Content, IReadOnlyList<ImportError> Errors) Csv(string dataset, string text, ProcessContent current)
    {
        var errors = new ImportErrors();
        var rows = ImportRows.ReadCsv(text, Datasets.Find(dataset)!.RequiredColumns(), errors);
        return (Datasets.Find(dataset)!.Apply(new ImportContext(current, false, false, At("2021-05-10")), rows, errors), errors.Reported);
    }

    private static (ProcessContent Content, IReadOnlyList<ImportError> Errors) Json(string dataset, string text, ProcessContent current, bool inUse = false)
    {
        var errors = new ImportErrors();
        var rows = ImportRows.ReadJson(text, errors);
        return (Datasets.Find(dataset)!.Apply(new ImportContext(current, inUse, inUse, At("2021-05-10")), rows, errors), errors.Reported);
    }

    private static void AssertReported(IReadOnlyList<ImportError> errors, string column, ImportErrorCode code, int? row = null)
    {
        Assert.Contains(errors, e => e.Column == column && e.Code == code);
        Assert.All(errors, e => Assert.Equal(column, e.Column));
        if (row is not null) Assert.All(errors, e => Assert.Equal(row, e.Row));
    }
}
