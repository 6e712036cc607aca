using ServerlessDecide.Content;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class ResultsDatasetTests
{
    private const string Header = "level,territory,option,votes,status,source\n";

    [Fact]
    public void Counts_are_sorted_by_level_and_territory_and_keep_the_order_of_options()
    {
        var (content, errors) = Read(
            "municipality,15106,maiz,4,definitive,Acta", "municipality,15106,lluvia+maiz,2,definitive,Acta", "municipality,15106,null,1,definitive,Acta",
            "municipality,15106,unregistered,3,definitive,Acta", "municipality,15106,total,10,definitive,Acta", "municipality,15106,registered-voters,20,definitive,Acta",
            "district,40,maiz-y-lluvia,5,provisional,Preliminar", "municipality,15039,registered-voters,99,definitive,Sin cómputo", "district,7,cerro,1,corrected,Tribunal");

        Assert.Empty(errors.Reported);
        Assert.Equal(["district/7", "district/40", "municipality/15039", "municipality/15106"], content.Results.Select(r => r.Key));
        var toluca = content.Results[3];
        Assert.Equal(["maiz:4", "lluvia+maiz:2"], toluca.Options.Select(o => $"{o.Name}:{o.Votes}"));
        Assert.Equal((1, 3, 20, 10L, true), (toluca.NullVotes, toluca.Unregistered, toluca.RegisteredVoters, toluca.Total, toluca.Counted));
        Assert.Equal((ResultStatus.Definitive, "Acta"), (toluca.Status, toluca.Source));
        Assert.Equal((ResultStatus.Corrected, true, null), (content.Results[0].Status, content.Results[0].Counted, content.Results[0].RegisteredVoters));
        Assert.Equal((false, 99), (content.Results[2].Counted, content.Results[2].RegisteredVoters));
        Assert.Empty(content.ResultCorrections);
    }

    [Theory]
    [InlineData("section,40,maiz,1,definitive,A", "level", ImportErrorCode.BadValue)]
    [InlineData("district,15106,maiz,1,definitive,A", "territory", ImportErrorCode.UnknownReference)]
    [InlineData("municipality,7,maiz,1,definitive,A", "territory", ImportErrorCode.UnknownReference)]
    [InlineData("district,7,nadie,1,definitive,A", "option", ImportErrorCode.UnknownReference)]
    [InlineData("district,7,maiz+nadie,1,definitive,A", "option", ImportErrorCode.UnknownReference)]
    [InlineData("district,7,maiz+,1,definitive,A", "option", ImportErrorCode.UnknownReference)]
    [InlineData("district,7,maiz+null,1,definitive,A", "option", ImportErrorCode.UnknownReference)]
    [InlineData("district,7,maiz+maiz,1,definitive,A", "option", ImportErrorCode.BadValue)]
    [InlineData("district,7,cerro+maiz-y-lluvia,1,definitive,A", "option", ImportErrorCode.BadValue)]
    [InlineData("district,7,,1,definitive,A", "option", ImportErrorCode.Required)]
    [InlineData("district,7,maiz,-1,definitive,A", "votes", ImportErrorCode.BadValue)]
    [InlineData("district,7,maiz,1.5,definitive,A", "votes", ImportErrorCode.BadValue)]
    [InlineData("district,7,maiz,,definitive,A", "votes", ImportErrorCode.Required)]
    [InlineData("district,7,maiz,1,final,A", "status", ImportErrorCode.BadValue)]
    [InlineData("district,7,maiz,1,definitive,", "source", ImportErrorCode.Required)]
    public void A_line_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code)
    {
        // The sums of the territory's other lines say nothing then.
        var error = Assert.Single(Read(row, "district,7,total,5,definitive,A").Errors.Reported, e => e.Row == 2);
        Assert.Equal((column, code), (error.Column, error.Code));
    }

    [Theory]
    [InlineData("maiz", "maiz", "7 maiz")]
    [InlineData("maiz+lluvia", "lluvia+maiz", "7 lluvia+maiz")]
    [InlineData("null", "null", "7 null")]
    public void An_option_may_come_once_whatever_the_order_of_its_parties(string first, string second, string value) => Assert.Equal(
        [new(3, "option", ImportErrorCode.Duplicate, value)],
        Read($"district,7,{first},1,definitive,A", $"district,7,{second},2,definitive,A").Errors.Reported);

    [Theory]
    [InlineData("provisional", "A", "status", "provisional")]
    [InlineData("definitive", "B", "source", "B")]
    public void The_lines_of_a_territory_have_one_status_and_one_source(string status, string source, string column, string value) => Assert.Equal(
        [new(3, column, ImportErrorCode.BadValue, value)],
        Read("district,7,maiz,1,definitive,A", $"district,7,cerro,2,{status},{source}", "district,40,cerro,2,provisional,C").Errors.Reported);

    [Theory]
    [InlineData("total,9", "7: 10 ≠ 9")]
    [InlineData("total,11", "7: 10 ≠ 11")]
    [InlineData("registered-voters,9", "7: 10 > 9")]
    public void Impossible_numbers_are_reported_in_pairs_with_the_territory(string line, string value) => Assert.Equal(
        [new(5, "votes", ImportErrorCode.BadSum, value)],
        Read("district,7,maiz,5,definitive,A", "district,7,null,3,definitive,A", "district,7,unregistered,2,definitive,A", $"district,7,{line},definitive,A").Errors.Reported);

    [Fact]
    public void More_votes_than_can_be_counted_are_reported() => Assert.Equal(
        ImportErrorCode.BadSum, Assert.Single(Read("district,7,maiz,2147483647,definitive,A", "district,7,cerro,1,definitive,A").Errors.Reported).Code);

    [Fact]
    public void A_party_may_stand_only_once_in_a_territory()
    {
        var joint = Samples.Content.Contenders[^1];
        var twice = Samples.Content with { Contenders = [.. Samples.Content.Contenders, joint with { Id = "otra", Members = ["lluvia", "cerro"] }] };
        Assert.Equal(
            [new(3, "option", ImportErrorCode.BadValue, "otra")],
            Read(twice, "district,7,maiz-y-lluvia,1,definitive,A", "district,7,otra,1,definitive,A", "district,40,otra,1,definitive,A").Errors.Reported);
    }

    [Fact]
    public void A_changed_count_keeps_its_earlier_version()
    {
        var before = Published("district,7,maiz,5,provisional,A", "district,7,cerro,5,provisional,A", "district,40,cerro,1,provisional,A");
        var (after, errors) = Read(before, "district,7,cerro,5,definitive,A", "district,7,maiz,4,definitive,A", "district,40,cerro,1,definitive,B");

        Assert.Empty(errors.Reported);
        var correction = Assert.Single(after.ResultCorrections);
        Assert.Equal(At("2021-06-10"), correction.At);
        Assert.Same(before.Results[0], correction.Before);
        Assert.Equal([("maiz", 5, 4)], correction.Before.ChangesTo(after.Results[0]).Select(c => (c.Option, c.Before!.Value, c.After!.Value)));
        // The same lines in another order change nothing.
        var (again, _) = Read(after, "district,7,maiz,4,definitive,A", "district,7,cerro,5,definitive,A", "district,40,cerro,1,definitive,B");
        Assert.Same(after.ResultCorrections, again.ResultCorrections);
    }

    [Fact]
    public void A_first_count_is_not_a_correction() => Assert.Empty(Read(
        Published("district,7,registered-voters,10,definitive,A"), "district,7,maiz,1,corrected,A", "district,7,registered-voters,10,corrected,A").Content.ResultCorrections);

    [Theory]
    [InlineData("definitive", 4, "definitive", false)]
    [InlineData("definitive", 4, "provisional", false)]
    [InlineData("definitive", 4, "corrected", true)]
    [InlineData("definitive", 5, "definitive", true)]
    [InlineData("definitive", 5, "provisional", false)]
    [InlineData("corrected", 4, "definitive", false)]
    [InlineData("corrected", 4, "corrected", true)]
    [InlineData("provisional", 4, "provisional", true)]
    [InlineData("provisional", 4, "definitive", true)]
    public void A_definitive_count_changes_only_by_a_correction(string before, int votes, string status, bool accepted)
    {
        var errors = Read(Published($"district,7,maiz,5,{before},A"), $"district,7,maiz,{votes},{status},A").Errors.Reported;
        Assert.Equal(accepted ? [] : [new(2, "status", ImportErrorCode.BadValue, status)], errors);
    }

    [Fact]
    public void A_definitive_count_may_not_be_left_out_and_a_provisional_one_is_kept()
    {
        var before = Published("district,7,maiz,5,definitive,A", "district,40,maiz,3,provisional,A", "municipality,15106,maiz,3,provisional,A");
        Assert.Equal([new(0, "territory", ImportErrorCode.InUse, "7")], Read(before, "district,40,maiz,3,provisional,A").Errors.Reported);
        var (after, errors) = Read(before, "district,7,maiz,5,definitive,A", "municipality,15106,maiz,3,provisional,A");
        Assert.Empty(errors.Reported);
        Assert.Equal("district/40", Assert.Single(after.ResultCorrections).Before.Key);
    }

    [Fact]
    public void A_territory_that_has_a_count_may_not_be_left_out()
    {
        var counted = Published("district,40,maiz,5,definitive,A", "municipality,15039,cerro+lluvia,3,definitive,A") with { Sections = [], Platforms = [] };
        Assert.Equal([new(0, "number", ImportErrorCode.InUse, "40")], Table("districts", "number,seat\n7,x", counted).Errors.Reported);
        Assert.Equal([new(0, "code", ImportErrorCode.InUse, "15039")], Table("municipalities", "code,name,lat,lon\n15106,Toluca,19,-99", counted).Errors.Reported);
        Assert.Equal(
            ["cerro", "lluvia"],
            Table("contenders", "id,name,shortName,kind,members,color,elected\nmaiz,M,M,party,,#00aa11,", counted).Errors.Reported.Select(e => e.Value));
    }

    [Fact]
    public void No_total_is_checked_while_rows_cannot_be_read()
    {
        const string Lacking = Header + "district,7,maiz,1,definitive,A\ndistrict,7,cerro,4\ndistrict,7,total,5,definitive,A";
        var reading = new ImportErrors();
        var results = Datasets.Find("results")!;
        var rows = ImportRows.ReadCsv(Lacking, results.RequiredColumns(), reading);
        var errors = new ImportErrors(reading);

        results.Apply(new ImportContext(Published("district,40,maiz,5,definitive,A"), At("2021-06-10")), rows, errors);

        Assert.Equal([(3, ImportErrorCode.WrongCellCount)], errors.Reported.Select(e => (e.Row, e.Code)));
        Assert.Equal(1, errors.Consequences);
    }

    [Fact]
    public void A_count_whose_rows_are_faulty_is_not_missing_too()
    {
        var before = Published("district,7,maiz,5,definitive,A", "district,40,maiz,3,definitive,A");
        Assert.Equal([(2, "votes")], Read(before, "district,7,maiz,x,definitive,A", "district,40,maiz,3,definitive,A").Errors.Reported.Select(e => (e.Row, e.Column)));
        // The faulty row may be of the district that is missing.
        var (_, errors) = Read(before, "district,77,maiz,5,definitive,A", "district,40,maiz,3,definitive,A");
        Assert.Equal([(2, "territory")], errors.Reported.Select(e => (e.Row, e.Column)));
        Assert.Equal(1, errors.Consequences);
    }

    [Fact]
    public void Changes_are_named_by_level_and_territory()
    {
        var before = Published("district,7,maiz,5,provisional,A", "district,40,maiz,5,provisional,A");
        var after = Read(before, "district,7,maiz,6,provisional,A", "municipality,15106,maiz,5,provisional,A").Content;
        var changes = Datasets.Find("results")!.Compare(before, after);
        Assert.Equal(["municipality/15106"], changes.Added.Keys);
        Assert.Equal(["district/7"], changes.Changed.Keys);
        Assert.Equal(["district/40"], changes.Removed.Keys);
    }

    private static ProcessContent Published(params string[] rows)
    {
        var (content, errors) = Read(rows);
        Assert.Empty(errors.Reported);
        return content;
    }

    private static (ProcessContent Content, ImportErrors Errors) Read(params string[] rows) => Read(Samples.Content, rows);

    private static (ProcessContent Content, ImportErrors Errors) Read(ProcessContent current, params string[] rows) =>
        Table("results", Header + string.Join('\n', rows), current);

    private static (ProcessContent Content, ImportErrors Errors) Table(string dataset, string text, ProcessContent current)
    {
        var errors = new ImportErrors();
        var rows = ImportRows.ReadCsv(text, Datasets.Find(dataset)!.RequiredColumns(), errors);
        return (Datasets.Find(dataset)!.Apply(new ImportContext(current, At("2021-06-10")), rows, errors), errors);
    }
}
