using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Shared.Tests.Storage;

public sealed partial class StorageNamesTests
{
    private static readonly Gen<ProcessId> AnyProcess = Gen.Choose(1, 29)
        .SelectMany(length => Gen.ArrayOf(Gen.Elements("ab01-".ToCharArray()), length))
        .Select(rest => 'a' + new string(rest))
        .Where(text => ProcessId.TryParse(text, out _))
        .Select(ProcessId.Parse);

    private static readonly Gen<DateOnly> AnyDay = Gen.Choose(0, 3000).Select(days => new DateOnly(2021, 1, 1).AddDays(days));

    [Theory]
    [InlineData("abc")]
    [InlineData("abcdefghijkl")]
    public void Azure_accepts_every_name(string prefix)
    {
        var names = Names(prefix);
        Law.Holds(
            Gen.Zip(AnyProcess, Gen.Zip(AnyDay, Gen.Choose(0, 15))),
            drawn => TableName().IsMatch(names.Reactions(drawn.Item1, drawn.Item2.Item1, drawn.Item2.Item2))
                && TableName().IsMatch(names.Comments(drawn.Item1, drawn.Item2.Item1))
                && TableName().IsMatch(names.SpentProofs(drawn.Item2.Item1)));
        Assert.All([names.Sweeps, names.Imports, names.DailyFigures, names.Deliveries, names.Audit], name => Assert.Matches(TableName(), name));
        Assert.All(
            [
                names.ContentContainer, names.ImportsContainer, names.PackagesContainer, names.WorkContainer, names.KeysContainer,
                names.Queue("comments"), names.Queue("imports"), names.Queue("tallies"), names.Queue("packages"),
            ],
            name => Assert.Matches(ContainerName(), name));
    }

    [Fact]
    public void No_two_things_share_a_table()
    {
        var names = Names("abc");
        var thing = Gen.Zip(Gen.Zip(AnyProcess, AnyDay), Gen.Choose(0, 15)).Select(t => (Process: t.Item1.Item1, Day: t.Item1.Item2, Shard: t.Item2));
        Law.Holds(Gen.Zip(thing, thing), drawn =>
        {
            var (one, other) = drawn;
            if (one.Process != other.Process && one.Process.Compact == other.Process.Compact) return true;
            return (names.Reactions(one.Process, one.Day, one.Shard) == names.Reactions(other.Process, other.Day, other.Shard)) == (one == other)
                && (names.Comments(one.Process, one.Day) == names.Comments(other.Process, other.Day)) == (one.Process == other.Process && one.Day == other.Day)
                && names.Comments(one.Process, one.Day) != names.Reactions(other.Process, other.Day, other.Shard);
        });
    }

    [Fact]
    public void A_name_of_a_reaction_table_parses_for_its_own_process_only()
    {
        var names = Names("abc");
        var thing = Gen.Zip(Gen.Zip(AnyProcess, AnyDay), Gen.Choose(0, 15)).Select(t => (Process: t.Item1.Item1, Day: t.Item1.Item2, Shard: t.Item2));
        Law.Holds(Gen.Zip(thing, AnyProcess), drawn =>
        {
            var ((process, day, shard), other) = drawn;
            var table = names.Reactions(process, day, shard);
            return table.StartsWith(names.ReactionsPrefix(process), StringComparison.Ordinal)
                && names.ReadReactions(process, table) == new ReactionTable(table, day, shard)
                && (other.Compact == process.Compact || names.ReadReactions(other, table) is null);
        });
        Assert.Throws<InvalidDataException>(() => names.ReadReactions(ProcessId.Parse("edomex-2021"), "abc0reactionsedomex2021202113320"));
    }

    [Fact]
    public void An_installation_does_not_see_tables_of_a_longer_prefix_that_begins_with_its_own()
    {
        Assert.StartsWith("abc0", Names("abc").Audit, StringComparison.Ordinal);
        Assert.False(Names("abcd").Audit.StartsWith("abc0", StringComparison.Ordinal));
        Assert.False(Names("abcd").SpentProofs(new DateOnly(2021, 5, 10)).StartsWith(Names("abc").SpentProofsPrefix, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("decide", true)]
    [InlineData("ab", false)]
    [InlineData("", false)]
    [InlineData("abcdefghijklm", false)]
    [InlineData("abc0", false)]
    [InlineData("Abc", false)]
    [InlineData("ab-c", false)]
    [InlineData("áéí", false)]
    public void A_prefix_is_3_to_12_letters(string prefix, bool valid)
    {
        var options = new StorageOptions { StoragePrefix = prefix };
        var faults = new List<ValidationResult>();

        Assert.Equal(valid, Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true));
        Assert.All(faults, fault => Assert.Contains("StoragePrefix", fault.ErrorMessage, StringComparison.Ordinal));
    }

    private static StorageNames Names(string prefix) => new(Options.Create(new StorageOptions { StoragePrefix = prefix }));

    [GeneratedRegex("^[a-z][a-z0-9]{2,62}$", RegexOptions.NonBacktracking)]
    private static partial Regex TableName();

    [GeneratedRegex("^[a-z0-9]([a-z0-9]|-[a-z0-9]){1,61}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ContainerName();
}
