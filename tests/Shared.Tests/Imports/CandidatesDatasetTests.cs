using System.Globalization;
using System.Text;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using ServerlessDecide.Information;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class CandidatesDatasetTests
{
    private const string Header = "id,name,contender,office,contest,position,role,gender,head\n";
    private const string Owner = "ana,Ana Peña,maiz,diputacion,legislature-7,1,owner,female,true\n";
    private const string Alternate = "eva,Eva Núñez,maiz,diputacion,legislature-7,1,alternate,female,\n";

    private static readonly Office Deputy = new("diputacion", "Diputación", "Legislatura", ContestScope.Legislature, "3 años", 75, ["x"], [], [], "x");

    [Fact]
    public void Candidates_are_sorted_by_name()
    {
        var (content, errors) = Csv(Header + Owner + Alternate
            + "z,Zoé Ruiz,cerro,regiduria,council-15106,12,owner,nonbinary,false\nl,Nube Ávila,cerro,diputacion,legislature,3,owner,female,\nn,Ñuble Ávila,cerro,regiduria,council-15106,12,alternate,male,\n");

        Assert.Empty(errors.Reported);
        Assert.Equal(["ana", "eva", "l", "n", "z"], content.Candidates.Select(c => c.Id));
        Assert.Equal(new("ana", "Ana Peña", "maiz", "diputacion", "legislature-7", 1, CandidacyRole.Owner, "female", true), content.Candidates[0]);
        Assert.Equal(new("z", "Zoé Ruiz", "cerro", "regiduria", "council-15106", 12, CandidacyRole.Owner, "nonbinary", false), content.Candidates[4]);
        Assert.Equal(("legislature", CandidacyRole.Owner, false), (content.Candidates[2].Contest, content.Candidates[2].Role, content.Candidates[2].Head));
    }

    [Theory]
    [InlineData("X,Eva,maiz,o,legislature-7,1,owner,female,", "id", ImportErrorCode.BadValue)]
    [InlineData("x,,maiz,o,legislature-7,1,owner,female,", "name", ImportErrorCode.Required)]
    [InlineData("x,—,maiz,o,legislature-7,1,owner,female,", "name", ImportErrorCode.BadValue)]
    [InlineData("x,Eva,nadie,o,legislature-7,1,owner,female,", "contender", ImportErrorCode.UnknownReference)]
    [InlineData("x,Eva,maiz,O,legislature-7,1,owner,female,", "office", ImportErrorCode.BadValue)]
    [InlineData("x,Eva,maiz,o,legislature-8,1,owner,female,", "contest", ImportErrorCode.UnknownReference)]
    [InlineData("x,Eva,maiz,o,legislature-07,1,owner,female,", "contest", ImportErrorCode.UnknownReference)]
    [InlineData("x,Eva,maiz,o,council-15999,1,owner,female,", "contest", ImportErrorCode.UnknownReference)]
    [InlineData("x,Eva,maiz,o,council,1,owner,female,", "contest", ImportErrorCode.UnknownReference)]
    [InlineData("x,Eva,maiz,o,legislature-7,0,owner,female,", "position", ImportErrorCode.BadValue)]
    [InlineData("x,Eva,maiz,o,legislature-7,-1,owner,female,", "position", ImportErrorCode.BadValue)]
    [InlineData("x,Eva,maiz,o,legislature-7,1.5,owner,female,", "position", ImportErrorCode.BadValue)]
    [InlineData("x,Eva,maiz,o,legislature-7,,owner,female,", "position", ImportErrorCode.Required)]
    [InlineData("x,Eva,maiz,o,legislature-7,1,titular,female,", "role", ImportErrorCode.BadValue)]
    [InlineData("x,Eva,maiz,o,legislature-7,1,owner,Mujer,", "gender", ImportErrorCode.BadValue)]
    [InlineData("x,Eva,maiz,o,legislature-7,1,owner,,", "gender", ImportErrorCode.Required)]
    [InlineData("x,Eva,maiz,o,legislature-7,1,owner,female,yes", "head", ImportErrorCode.BadValue)]
    [InlineData("x,Eva,maiz,o,legislature-7,1,alternate,female,true", "head", ImportErrorCode.BadValue)]
    [InlineData("ana,Eva,maiz,o,legislature-7,2,owner,female,", "id", ImportErrorCode.Duplicate)]
    [InlineData("x,Eva,maiz,diputacion,legislature-7,1,owner,female,", "position", ImportErrorCode.Duplicate)]
    [InlineData("x,Eva,maiz,diputacion,legislature-7,2,owner,female,true", "head", ImportErrorCode.SecondHead)]
    public void A_candidate_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code)
    {
        var (content, errors) = Csv(Header + Owner + row);

        var error = Assert.Single(errors.Reported);
        Assert.Equal((3, column, code), (error.Row, error.Column, error.Code));
        if (code == ImportErrorCode.SecondHead) Assert.Equal("ana", error.Value);
        Assert.Empty(content.Candidates);
    }

    [Theory]
    [InlineData("x,Eva,maiz,regiduria,legislature-7,1,owner,female,", "office", ImportErrorCode.UnknownReference)]
    [InlineData("x,Eva,maiz,diputacion,council-15106,1,owner,female,", "contest", ImportErrorCode.BadValue)]
    public void Once_offices_are_known_a_candidate_stands_for_one_of_them_and_in_a_contest_of_its_scope(string row, string column, ImportErrorCode code)
    {
        var error = Assert.Single(Csv(Header + row, Samples.Content with { Offices = [Deputy] }).Errors.Reported);
        Assert.Equal((2, column, code), (error.Row, error.Column, error.Code));
        Assert.Empty(Csv(Header + Owner, Samples.Content with { Offices = [Deputy] }).Errors.Reported);
    }

    [Fact]
    public void An_owner_without_an_alternate_is_accepted_with_a_warning()
    {
        var (content, errors) = Csv(Header + Owner + Alternate + "leo,Leo,maiz,diputacion,legislature-7,2,owner,male,\n");

        Assert.Empty(errors.Reported);
        Assert.Equal([new(4, "role", ImportErrorCode.NoAlternate, "leo")], errors.Warnings);
        Assert.Equal(3, content.Candidates.Count);
    }

    [Fact]
    public void Each_contender_may_have_one_head_in_each_contest() => Assert.Empty(
        Csv(Header + Owner + "b,Eva,cerro,diputacion,legislature-7,1,owner,female,true\nc,Leo,maiz,diputacion,legislature-40,1,owner,male,true\n").Errors.Reported);

    [Theory]
    [InlineData("districts", "number,seat\n40,Ixtapaluca", "number", "7")]
    [InlineData("municipalities", "code,name,lat,lon\n15039,Ixtapaluca,19,-98", "code", "15106")]
    [InlineData("contenders", "id,name,shortName,kind,members,color,elected\ncerro,C,C,party,,#00aa11,", "id", "maiz")]
    [InlineData("offices", "id,name,body,scope,term,seats,functions,cannotDo,legalBasis\notra,D,L,legislature,3,75,x,,x", "id", "diputacion")]
    [InlineData("offices", "id,name,body,scope,term,seats,functions,cannotDo,legalBasis\ndiputacion,D,L,council,3,75,x,,x", "scope", "diputacion")]
    public void Rows_that_candidates_refer_to_may_not_be_removed_or_changed(string dataset, string text, string column, string named)
    {
        var (content, errors) = Csv(
            Header + "a,Eva,maiz,diputacion,legislature-7,1,owner,female,\nb,Leo,maiz,regiduria,council-15106,1,owner,male,\n",
            Samples.Content with { Sections = [], Platforms = [], Offices = [] });
        Assert.Empty(errors.Reported);

        var faults = Read(dataset, text, content with { Offices = dataset == "offices" ? [Deputy] : [] }).Errors.Reported;

        Assert.Equal([new(0, column, ImportErrorCode.InUse, named)], faults);
    }

    [Fact]
    public void A_candidate_in_anothers_place_replaces_them_and_the_same_file_again_changes_nothing()
    {
        var first = Csv(Header + Owner + Alternate).Content;
        var second = Csv(Header + Owner.Replace("ana,Ana Peña", "luz,Luz Mar", StringComparison.Ordinal) + Alternate, first).Content;
        var again = Csv(Header + Alternate + Owner.Replace("ana,Ana Peña", "luz,Luz Mar", StringComparison.Ordinal), second).Content;
        var back = Csv(Header + Owner + Alternate, again).Content;

        Assert.Empty(first.Substitutions);
        var substitution = Assert.Single(second.Substitutions);
        Assert.Equal((first.Candidates[0], "luz", At("2021-05-10")), (substitution.Former, substitution.By, substitution.At));
        Assert.Equal(second.Candidates, again.Candidates);
        Assert.Equal(second.Substitutions, again.Substitutions);
        Assert.Equal(["ana", "luz"], back.Substitutions.Select(s => s.Former.Id));
        Assert.Equal(["luz", "ana"], new ContentIndex(back).ReplacedIn(CandidacyPlace.Of(back.Candidates[0])).Select(s => s.Former.Id));
    }

    [Fact]
    public void A_corrected_name_a_moved_or_a_withdrawn_candidate_replaces_nobody()
    {
        var first = Csv(Header + Owner + Alternate + "leo,Leo,maiz,diputacion,legislature-40,1,owner,male,\n").Content;
        var second = Csv(Header + "ana,Ana Peña Ruiz,maiz,diputacion,legislature-7,2,owner,female,\n" + Alternate, first).Content;

        Assert.Empty(second.Substitutions);
        var changes = Datasets.Find("candidates")!.Compare(first, second);
        Assert.Equal(0, changes.Added.Count);
        Assert.Equal(["ana"], changes.Changed.Keys);
        Assert.Equal(["leo"], changes.Removed.Keys);
    }

    [Fact]
    public async Task Thirty_thousand_candidates_are_imported_published_and_found()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        var file = new StringBuilder(Header);
        for (var i = 0; i < 30_000; i++)
        {
            file.Append(CultureInfo.InvariantCulture, $"c-{i},Núm {i} Peña,maiz,regiduria,council-15106,{(i / 2) + 1},{(i % 2 == 0 ? "owner" : "alternate")},female,\n");
        }

        var import = await ImportAsync(world, file.ToString());
        Assert.Equal((ImportStatus.Done, 30_000, 30_000), (import.Status, import.Rows, import.Findings.Changes.Added.Count));
        var published = (await world.Published.FindAsync("edomex-2021", default))!;
        var found = Assert.Single(published.Content.Candidates.Find(new CandidateQuery().With("29999 pena"), 0, 10));
        Assert.Equal("c-29999", published.Content.Candidates[found].Id);

        Assert.True((await ImportAsync(world, file.ToString())).Findings.Changes.IsEmpty);
        Assert.Equal(published.Process.ContentVersion, (await world.Published.FindAsync("edomex-2021", default))!.Process.ContentVersion);
    }

    private static async Task<Import> ImportAsync(World world, string text)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var id = await world.Importer.QueueAsync(Edomex, Datasets.Find("candidates")!, false, null, file, new Submission("operator-key"), default);
        Assert.True(await world.Importer.RunAsync(Edomex, id, default));
        return (await world.ImportStore.FindAsync(Edomex, id, default))!;
    }

    private static (ProcessContent Content, ImportErrors Errors) Csv(string text, ProcessContent? current = null) => Read("candidates", text, current ?? Samples.Content);

    private static (ProcessContent Content, ImportErrors Errors) Read(string dataset, string text, ProcessContent current)
    {
        var errors = new ImportErrors();
        var rows = ImportRows.ReadCsv(text, Datasets.Find(dataset)!.RequiredColumns(), errors);
        return (Datasets.Find(dataset)!.Apply(new ImportContext(current, At("2021-05-10")), rows, errors), errors);
    }
}
