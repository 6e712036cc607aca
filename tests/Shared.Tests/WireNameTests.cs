using ServerlessDecide.Candidacies;
using ServerlessDecide.Imports;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Shared.Tests;

public sealed class WireNameTests
{
    [Fact]
    public void A_member_is_named_in_snake_case()
    {
        Assert.Equal("unknown_reference", ImportErrorCode.UnknownReference.Name());
        Assert.Equal(["legislature", "council"], WireName.All<ContestScope>());
    }

    [Fact]
    public void A_member_may_declare_another_name()
    {
        Assert.Equal(["party", "coalition", "commonCandidacy", "independent"], WireName.All<ContenderKind>());
        Assert.Equal(["es", "en", "other", "none"], WireName.All<UsageLanguage>());
        Type set = typeof(Activity);
        Assert.Equal(WireName.All<Activity>(), WireName.All(set));
    }

    [Fact]
    public void A_stored_name_reads_back()
    {
        Assert.All(Enum.GetValues<QualityClass>(), member => Assert.Equal(member, WireName.Parse<QualityClass>(member.Name())));
        Assert.Equal(["A", "B", "C"], WireName.All<QualityClass>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Party")]
    [InlineData("common_candidacy")]
    public void An_unknown_text_names_no_member(string? name)
    {
        Assert.False(WireName.TryParse<ContenderKind>(name, out _));
        Assert.Throws<InvalidDataException>(() => WireName.Parse<ContenderKind>(name));
    }

    [Fact]
    public void A_value_that_is_not_a_member_has_no_name() => Assert.Throws<ArgumentOutOfRangeException>(() => ((ContestScope)7).Name());
}
