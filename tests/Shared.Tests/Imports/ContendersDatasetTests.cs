using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Imports.DatasetFiles;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class ContendersDatasetTests
{
    [Fact]
    public void Contenders_are_read_with_their_kind_their_members_and_whether_they_were_elected()
    {
        var (content, errors) = Csv(
            "contenders",
            "id,name,shortName,kind,members,color,elected\n" +
            "maiz-y-lluvia,Coalición,ML,coalition,maiz|lluvia,#123456,true\nmaiz,Partido Maíz,MAIZ,party,,#00AA11,false\nlluvia,=1+1,LL,party,,#00aa11,\n" +
            "ana,Ana López,Ana,independent,,#ffffff,\nvarios,Varios,V,commonCandidacy,lluvia | maiz,#ffffff,",
            ProcessContent.Empty);

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
        Csv("contenders", "id,name,shortName,kind,members,color,elected\nmaiz,M,M,party,,#00aa11,\nlluvia,L,L,party,,#00aa11,\n" + row, ProcessContent.Empty).Errors, column, code);

    [Fact]
    public void A_contender_whose_platform_is_published_may_not_be_left_out() => Assert.Equal(
        ["lluvia", "cerro", "maiz-y-lluvia"],
        Csv("contenders", "id,name,shortName,kind,members,color,elected\nmaiz,M,M,party,,#00aa11,", Samples.Content).Errors.Select(e => e.Value));
}
