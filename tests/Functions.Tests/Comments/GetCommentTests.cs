using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Comments;

[Collection(SharedApp.Name)]
public sealed class GetCommentTests(SharedApp shared) : SharedAppTest(shared)
{
    [Theory]
    [InlineData("Más árboles en las avenidas", "accepted", "")]
    [InlineData("Mira https://example.org", "held", "link")]
    [InlineData("Escríbeme a alguien@example.org", "quarantined", "personal_data")]
    public async Task A_receipt_tells_the_status_of_a_comment_and_never_its_text(string text, string status, string reasons)
    {
        var receipt = await Shared.Visitor.CommentAsync("sol-legislatura", text, "idea");
        await TestApp.WaitUntilAsync(async () => await Shared.Visitor.StatusOfAsync(receipt) != "received", "the comment is moderated");
        var state = await Shared.Visitor.Client.GetJsonAsync($"processes/{SharedApp.Open}/comments/{receipt}");
        Assert.Equal(["receipt", "kind", "status", "reasons", "receivedAt", "decidedAt", "review"], state.Names());
        Assert.Equal((receipt, "idea", status), (state.Text("receipt"), state.Text("kind"), state.Text("status")));
        Assert.Equal(reasons, string.Join(',', state.GetProperty("reasons").EnumerateArray().Select(r => r.GetString())));
        Assert.Equal("2021-05-10T12:00:00-05:00", state.Text("receivedAt"));
        Assert.Equal("2021-05-10T12:00:00-05:00", state.Text("decidedAt"));
    }

    [Fact]
    public async Task A_receipt_works_from_another_device_and_in_every_spelling_that_people_type()
    {
        var receipt = await Shared.Visitor.CommentAsync("sol-legislatura", "Una banca en cada parada");
        var other = await Shared.App.NewVisitorAsync(SharedApp.Open);
        foreach (var typed in new[] { receipt.ToLowerInvariant(), receipt.Replace("-", "", StringComparison.Ordinal), receipt.Replace('0', 'o').Replace('1', 'l') })
        {
            Assert.Equal(receipt, (await other.Client.GetJsonAsync($"processes/{SharedApp.Open}/comments/{typed}")).Text("receipt"));
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("210510-00000-00000-00000-00000")]
    [InlineData("991231-00000-00000-00000-00000")]
    [InlineData("210230-00000-00000-00000-00000")]
    [InlineData("210510-UUUUU-00000-00000-00000")]
    [InlineData("210510-%2F%5C%23%3F0-00000-00000-00000")]
    [InlineData("%D9%A2%D9%A1%D9%A0%D9%A5%D9%A1%D9%A0-00000-00000-00000-00000")]
    public async Task An_unknown_or_malformed_receipt_is_not_found(string receipt)
    {
        using var answer = await Shared.Visitor.Client.GetAsync($"processes/{SharedApp.Open}/comments/{receipt}");
        await answer.ProblemAsync(404, "not_found");
    }
}
