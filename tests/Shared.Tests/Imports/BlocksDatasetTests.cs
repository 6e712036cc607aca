using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Geography;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Imports.DatasetFiles;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class BlocksDatasetTests
{
    private const string Header = "contender,scope,territory,block,gender\n";

    private static readonly ProcessContent Current = Samples.Content;

    [Fact]
    public void Blocks_are_kept_by_contender_scope_and_territory_whatever_the_order_of_the_file()
    {
        var (content, errors) = Read("cerro,council,15106,high,x\nmaiz,council,15039,low,\nmaiz,legislature,40,medium,m\nmaiz,legislature,7,medium,f\n");

        Assert.Empty(errors);
        BlockTerritory[] expected =
        [
            new("maiz", ContestScope.Legislature, "7", BlockLevel.Medium, BlockGender.Woman),
            new("maiz", ContestScope.Legislature, "40", BlockLevel.Medium, BlockGender.Man),
            new("maiz", ContestScope.Council, "15039", BlockLevel.Low, null),
            new("cerro", ContestScope.Council, "15106", BlockLevel.High, BlockGender.Nonbinary),
        ];
        Assert.Equal(expected, content.Blocks);
    }

    [Theory]
    [InlineData("nadie,legislature,7,low,f", "contender", ImportErrorCode.UnknownReference)]
    [InlineData(",legislature,7,low,f", "contender", ImportErrorCode.Required)]
    [InlineData("maiz,senate,7,low,f", "scope", ImportErrorCode.BadValue)]
    [InlineData("maiz,legislature,8,low,f", "territory", ImportErrorCode.UnknownReference)]
    // The other scope's territories are none.
    [InlineData("maiz,legislature,15106,low,f", "territory", ImportErrorCode.UnknownReference)]
    [InlineData("maiz,council,7,low,f", "territory", ImportErrorCode.UnknownReference)]
    [InlineData("maiz,legislature,7,alto,f", "block", ImportErrorCode.BadValue)]
    [InlineData("maiz,legislature,7,,f", "block", ImportErrorCode.Required)]
    [InlineData("maiz,legislature,7,low,mujer", "gender", ImportErrorCode.BadValue)]
    public void An_error_names_its_column(string row, string column, ImportErrorCode code)
    {
        var error = Assert.Single(Read(row).Errors);
        Assert.Equal((2, column, code), (error.Row, error.Column, error.Code));
    }

    [Fact]
    public void A_contender_has_a_territory_in_one_block_only()
    {
        var error = Assert.Single(Read("maiz,legislature,7,low,f\nmaiz,legislature,40,low,f\nmaiz,legislature,7,high,f\ncerro,legislature,7,high,f\n").Errors);
        Assert.Equal((4, "territory", ImportErrorCode.Duplicate, "maiz-legislature-7"), (error.Row, error.Column, error.Code, error.Value));
    }

    [Fact]
    public void A_contender_whose_id_is_too_long_for_the_ids_of_blocks_is_refused()
    {
        var longest = new string('a', Block.MaxContender);
        var current = Current with { Contenders = [Samples.Party(longest), Samples.Party(longest + "b")] };
        Assert.Empty(Read($"{longest},legislature,7,medium,f", current).Errors);
        var error = Assert.Single(Read($"{longest}b,legislature,7,medium,f", current).Errors);
        Assert.Equal(("contender", ImportErrorCode.BadValue), (error.Column, error.Code));
    }

    [Fact]
    public void A_code_that_lost_its_zero_in_a_spreadsheet_is_completed()
    {
        var current = Current with { Municipalities = [new Municipality("09015", "Cuauhtémoc", 19.4, -99.1)] };
        var (content, errors) = Read("maiz,council,9015,low,f", current);
        Assert.Empty(errors);
        Assert.Equal("09015", Assert.Single(content.Blocks).Territory);
    }

    [Fact]
    public void What_blocks_name_cannot_be_left_out_of_its_own_dataset()
    {
        var with = Current with { Platforms = [], Sections = [], Blocks = Read("cerro,legislature,7,low,f\nmaiz,council,15106,low,f\n").Content.Blocks };
        AssertInUse("cerro", Csv("contenders", "id,name,shortName,kind,members,color,elected\nmaiz,Maíz,M,party,,#00aa11,\n", with).Errors);
        AssertInUse("7", Csv("districts", "number,seat\n40,Ixtapaluca\n", with).Errors);
        AssertInUse("15106", Csv("municipalities", "code,name,lat,lon\n15039,Ixtapaluca,19.3,-98.8\n", with).Errors);

        static void AssertInUse(string value, IReadOnlyList<ImportError> errors)
        {
            var error = Assert.Single(errors);
            Assert.Equal((ImportErrorCode.InUse, value), (error.Code, error.Value));
        }
    }

    [Fact]
    public void A_block_that_was_open_to_reactions_cannot_end_but_its_territories_and_heads_may_change()
    {
        var published = Read("maiz,legislature,7,low,f\nmaiz,legislature,40,high,m\nmaiz,council,15106,low,\n").Content;
        const string Moved = "maiz,legislature,7,high,f\nmaiz,legislature,40,high,m\nmaiz,council,15106,low,\n";
        Assert.Empty(Read(Moved, published).Errors);
        var error = Assert.Single(Read(Moved, published, inUse: true).Errors);
        Assert.Equal((0, "block", ImportErrorCode.InUse, "maiz-legislature-low"), (error.Row, error.Column, error.Code, error.Value));

        const string Exchanged = "maiz,legislature,7,high,x\nmaiz,legislature,40,low,\nmaiz,council,15106,low,f\ncerro,legislature,7,low,f\n";
        Assert.Empty(Read(Exchanged, published, inUse: true).Errors);
    }

    [Theory]
    [InlineData("maiz,legislature,7,low,mujer", "gender")]
    [InlineData("maiz,legislature,7,bajo,f", "block")]
    [InlineData("maíz,legislature,7,low,f", "contender")]
    [InlineData("maiz,legislatura,7,low,f", "scope")]
    [InlineData("maiz,legislature,8,low,f", "territory")]
    public void A_faulty_row_of_a_block_that_must_stay_is_the_only_error(string row, string column)
    {
        var published = Read("maiz,legislature,7,low,f\nmaiz,council,15106,low,\n").Content;
        Assert.Equal([column], Read(row + "\nmaiz,council,15106,low,\n", published, inUse: true).Errors.Select(e => e.Column));
    }

    [Theory]
    [InlineData("maiz,legislature\u200B,999,low,f", "territory")]
    [InlineData("maiz,legislature,7\u200B,low\u200B,f", null)]
    [InlineData("maiz,legislature\u200B,7,low,f", null)]
    public void An_invisible_character_excuses_nothing(string row, string? column)
    {
        var (content, errors) = Read(row);
        Assert.Equal(column is null ? [] : [column], errors.Select(e => e.Column));
        if (column is null) Assert.Equal(new BlockTerritory("maiz", ContestScope.Legislature, "7", BlockLevel.Low, BlockGender.Woman), Assert.Single(content.Blocks));
    }

    [Fact]
    public void A_wrong_scope_says_nothing_about_the_territory() =>
        Assert.Equal(["scope"], Read("maiz,municipio,15106,low,f\n").Errors.Select(e => e.Column));

    [Fact]
    public void Changes_are_told_by_contender_scope_and_territory()
    {
        var before = Read("maiz,legislature,7,low,f\nmaiz,legislature,40,low,f\nmaiz,council,15106,low,f\n").Content;
        var after = Read("maiz,legislature,7,high,f\nmaiz,council,15106,low,f\ncerro,council,15106,low,f\n", before).Content;
        var changes = Datasets.Find("blocks")!.Compare(before, after);
        Assert.Equal(["cerro-council-15106"], changes.Added.Keys);
        Assert.Equal(["maiz-legislature-7"], changes.Changed.Keys);
        Assert.Equal(["maiz-legislature-40"], changes.Removed.Keys);
    }

    private static (ProcessContent Content, IReadOnlyList<ImportError> Errors) Read(string rows, ProcessContent? current = null, bool inUse = false) =>
        Csv("blocks", Header + rows, current ?? Current, inUse);
}
