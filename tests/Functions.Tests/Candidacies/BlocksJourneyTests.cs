using System.Globalization;
using System.Net;
using ServerlessDecide.Functions.Tests.Deliveries;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Candidacies;

/// <summary>Competitiveness blocks from the institute's file to the packages of the contenders.</summary>
public sealed class BlocksJourneyTests
{
    private const string Process = "edomex-2021";
    private const string Reaction = $"processes/{Process}/blocks/sol-council-high/reaction";

    private static readonly TestCalendar Calendar = TestCalendar.Of2021()
        .With("blocks", ("2021-04-30T00:00:00-05:00", "2021-12-31T00:00:00-06:00"))
        .With("react-to-platforms")
        .With("react-to-proposals")
        .With("react-to-blocks", ("2021-05-10T13:00:00-05:00", "2021-05-11T13:00:00-05:00"));

    [Fact]
    public async Task What_is_said_about_a_block_reaches_its_contender_and_nobody_else()
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync(Process, Calendar);
        await app.PublishAsync(Process, [("districts", Example.Districts), ("municipalities", Example.Municipalities), ("contenders", Example.Contenders)]);

        // Before the activity opens, blocks can be read and neither reacted to nor protected.
        await app.ImportedAsync(Process, "blocks", Example.Blocks + "\nmar,council,15106,low,f\n");
        await app.ImportedAsync(Process, "blocks", Example.Blocks);
        var early = app.EarlierVisitor(Process);
        using (var closed = await early.Client.PutAsync(Reaction, Answers.Json(new { value = "like" })))
        {
            Assert.Equal("2021-05-10T13:00:00-05:00", (await closed.ProblemAsync(403, "activity_closed")).Text("opensAt"));
        }

        app.Time.SetUtcNow(At("2021-05-10T14:00:00-05:00"));
        var visitor = await app.NewVisitorAsync(Process);
        var receipt = await ParticipateAsync(visitor, await app.NewVisitorAsync(Process));
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "accepted", "the comment is moderated");

        // What was reacted to stays; its territories may move.
        var removed = await app.ImportAsync(Process, "blocks", Example.Blocks.Replace(",high,f", ",low,f", StringComparison.Ordinal));
        Assert.Equal("failed", removed.Text("status"));
        var error = Assert.Single(removed.GetProperty("errors").EnumerateArray());
        Assert.Equal(("block", "in_use"), (error.Text("column"), error.Text("code")));
        Assert.Contains("«sol-council-high» no se puede quitar", error.Text("message"), StringComparison.Ordinal);
        await app.ImportedAsync(Process, "blocks", Example.Blocks.Replace("council,15106,high,f", "council,15106,low,m", StringComparison.Ordinal));
        Assert.Equal("like", (await visitor.Client.GetJsonAsync(Reaction)).Text("value"));

        app.Time.SetUtcNow(At("2021-05-12T12:00:00-05:00"));
        using (var late = await visitor.Client.PutAsync(Reaction, Answers.Json(new { value = "dislike" })))
        {
            Assert.Equal("2021-05-11T13:00:00-05:00", (await late.ProblemAsync(403, "activity_closed")).Text("closedAt"));
        }

        app.Time.SetUtcNow(At("2021-06-10T00:00:00-05:00"));
        await TestApp.WaitUntilAsync(async () => await app.AdvanceAsync(Process) == "complete", "all packages are made");
        await AssertDeliveredAsync(app, receipt);
        app.AssertNothingUnexpected();
    }

    private static async Task<string> ParticipateAsync(TestVisitor visitor, TestVisitor other)
    {
        foreach (var value in (string[])["dislike", "like"])
        {
            using var put = await visitor.Client.PutAsync(Reaction, Answers.Json(new { value }));
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        using var second = await other.Client.PutAsync(Reaction, Answers.Json(new { value = "dislike" }));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        var own = (await visitor.Client.GetJsonAsync($"processes/{Process}/visitors/me/reactions")).Items();
        Assert.Equal([("block", "sol-council-high", "like")], own.Select(r => (r.Text("kind"), r.Text("id"), r.Text("value"))));

        var taken = Reaction.Replace("sol-council-high", "luna-council-low", StringComparison.Ordinal);
        using var regretted = await visitor.Client.PutAsync(taken, Answers.Json(new { value = "like" }));
        using var withdrawn = await visitor.Client.DeleteAsync(taken);
        Assert.Equal(HttpStatusCode.NoContent, withdrawn.StatusCode);
        using var gone = await visitor.Client.GetAsync(taken);
        await gone.ProblemAsync(404, "reaction_not_found");

        foreach (var unknown in (string[])["blocks/mar-council-low", "blocks/sol-legislatura", "platforms/sol-council-high", "proposals/sol-council-high"])
        {
            using var refused = await visitor.Client.PutAsync($"processes/{Process}/{unknown}/reaction", Answers.Json(new { value = "like" }));
            Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        }

        using var posted = await visitor.Client.PostAsync(
            $"processes/{Process}/blocks/sol-council-high/comments", Answers.Json(new { kind = "idea", text = "Que encabecen donde sí se gana." }));
        return (await posted.JsonAsync(HttpStatusCode.Accepted)).Text("receipt");
    }

    private static async Task AssertDeliveredAsync(TestApp app, string receipt)
    {
        var (sol, luna) = (await app.OpenPackageAsync(Process, "sol"), await app.OpenPackageAsync(Process, "luna"));
        Assert.Contains("\r\nsol-council-high,block,1,1,1,1,0,0,0,0\r\n", sol.Read("reactions.csv"), StringComparison.Ordinal);
        Assert.Contains("\r\nsol-legislature-low,block,0,0,0,0,0,0,0,0\r\n", sol.Read("reactions.csv"), StringComparison.Ordinal);
        Assert.Contains(
            $"\r\n{receipt},2021-05-10T14:00:00-05:00,sol-council-high,block,idea,Que encabecen donde sí se gana.,A\r\n", sol.Read("comments.csv"), StringComparison.Ordinal);
        Assert.Contains("\r\nluna-council-low,block,0,0,0,0,0,0,0,0\r\n", luna.Read("reactions.csv"), StringComparison.Ordinal);
        Assert.DoesNotContain(receipt, luna.Read("comments.csv"), StringComparison.Ordinal);
    }

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
