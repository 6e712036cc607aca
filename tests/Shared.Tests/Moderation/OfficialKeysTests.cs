using ServerlessDecide.Moderation;

namespace ServerlessDecide.Shared.Tests.Moderation;

/// <summary>All keys and numbers are invented.</summary>
public sealed class OfficialKeysTests
{
    [Theory]
    [InlineData("QUZL910315MMCXXR07", true)]
    [InlineData("QUZL910315MMCXXR08", false)]
    [InlineData("ZUNK031109MPLTTZA2", true)]
    public void The_last_digit_of_a_curp_is_checked(string key, bool right) => Assert.Equal(right, OfficialKeys.HasCurpDigit(key));

    [Theory]
    [InlineData("QUZL910315MMCXXR07", true)]
    [InlineData("QUZL911315MMCXXR07", false)]
    [InlineData("QUZL910230MMCXXR07", false)]
    [InlineData("QUZL910315MXXXXR07", false)]
    public void A_curp_needs_a_valid_date_and_state(string key, bool like) => Assert.Equal(like, OfficialKeys.IsLikeCurp(key));

    [Theory]
    [InlineData("PEGJ800101AB6", true)]
    [InlineData("PEGJ800101AB7", false)]
    [InlineData("VEKU8812128R2", true)]
    [InlineData("L&NM900412AB6", true)]
    [InlineData("L&NM900412AB7", false)]
    public void The_last_character_of_an_rfc_is_checked(string key, bool right) => Assert.Equal(right, OfficialKeys.HasRfcDigit(key));

    [Theory]
    [InlineData("ABCDEF80010115H400", true)]
    [InlineData("ABCDEF80010134H400", false)]
    [InlineData("ABCDEF80013215H400", false)]
    public void A_voter_key_needs_a_valid_date_and_state(string key, bool like) => Assert.Equal(like, OfficialKeys.IsLikeVoterKey(key));

    [Theory]
    [InlineData("4152313000123450", true)]
    [InlineData("4152313000123451", false)]
    [InlineData("378214000123498", true)]
    [InlineData("0000000000000000", false)]
    public void The_check_digit_of_a_card_is_checked(string digits, bool right) => Assert.Equal(right, OfficialKeys.IsCard(digits));

    [Theory]
    [InlineData("012420007654321094", true)]
    [InlineData("012420007654321095", false)]
    [InlineData("000000000000000000", false)]
    public void The_check_digit_of_a_clabe_is_checked(string digits, bool right) => Assert.Equal(right, OfficialKeys.IsClabe(digits));
}
