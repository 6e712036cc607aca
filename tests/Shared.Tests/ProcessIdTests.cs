namespace ServerlessDecide.Shared.Tests;

public sealed class ProcessIdTests
{
    [Theory]
    [InlineData("edomex-2021", "edomex2021")]
    [InlineData("abc", "abc")]
    [InlineData("a-1-b", "a1b")]
    public void A_kebab_name_that_begins_with_a_letter_is_an_id(string text, string compact)
    {
        Assert.True(ProcessId.TryParse(text, out var id));
        Assert.Equal(text, id.Value);
        Assert.Equal(text, id.ToString());
        Assert.Equal(compact, id.Compact);
        Assert.Equal(id, ProcessId.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("2021-edomex")]
    [InlineData("-abc")]
    [InlineData("abc-")]
    [InlineData("a--bc")]
    [InlineData("Edomex")]
    [InlineData("edoméx")]
    [InlineData("edo mex")]
    [InlineData("edo.mex")]
    [InlineData("../content")]
    public void A_text_that_breaks_the_rule_is_not_an_id(string? text) => Assert.False(ProcessId.TryParse(text, out _));

    [Fact]
    public void An_id_has_at_most_30_characters()
    {
        Assert.True(ProcessId.TryParse(new string('a', 30), out _));
        Assert.False(ProcessId.TryParse(new string('a', 31), out _));
    }

    [Fact]
    public void Parsing_a_bad_id_throws_the_rule() =>
        Assert.Equal(ProcessId.Rule, Assert.Throws<FormatException>(() => ProcessId.Parse("x")).Message);

    [Fact]
    public void The_default_id_is_empty_and_equal_to_itself()
    {
        Assert.Equal("", default(ProcessId).Value);
        Assert.Equal(default, default(ProcessId));
    }
}
