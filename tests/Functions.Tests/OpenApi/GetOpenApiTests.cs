using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.OpenApi;

/// <summary>The app answers as the OpenAPI description says.</summary>
[Collection(SharedApp.Name)]
public sealed class GetOpenApiTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    public static TheoryData<string> Read => DeclaredRoutes.Names(f => f.Methods.Contains("GET") && f.Role != Role.Visitor);

    [Fact]
    public async Task The_served_description_is_the_generated_one() =>
        Assert.True(JsonNode.DeepEquals(DescribedAnswers.Document, JsonNode.Parse(await app.Client.GetStringAsync("openapi.json"))));

    [Theory]
    [MemberData(nameof(Read))]
    public async Task The_answer_of_every_read_is_as_described(string function)
    {
        using var answer = await app.Operator.GetAsync(DeclaredRoutes.Of(function).Address(SharedApp.Open));
        await answer.AssertDescribedAsync(function);
    }

    [Fact]
    public async Task The_answers_to_a_visitor_are_as_described()
    {
        const string Platform = $"processes/{SharedApp.Open}/platforms/luna-legislatura";
        var challenge = await app.Client.GetJsonAsync($"processes/{SharedApp.Open}/challenge");
        using var token = await app.Client.PostAsJsonAsync($"processes/{SharedApp.Open}/visitors", new { altcha = Altcha.Solve(challenge) });
        await token.AssertDescribedAsync("CreateVisitor");
        var visitor = await app.NewVisitorAsync(SharedApp.Open);
        using var none = await visitor.Client.GetAsync(Platform + "/reaction");
        await none.AssertDescribedAsync("GetPlatformReaction");
        using var put = await visitor.Client.PutAsJsonAsync(Platform + "/reaction", new { value = "like" });
        await put.AssertDescribedAsync("PutPlatformReaction");
        using var reaction = await visitor.Client.GetAsync(Platform + "/reaction");
        await reaction.AssertDescribedAsync("GetPlatformReaction");
        using var own = await visitor.Client.GetAsync($"processes/{SharedApp.Open}/visitors/me/reactions");
        await own.AssertDescribedAsync("ListOwnReactions");
        using var deleted = await visitor.Client.DeleteAsync(Platform + "/reaction");
        await deleted.AssertDescribedAsync("DeletePlatformReaction");
        using var comment = await visitor.Client.PostAsJsonAsync(Platform + "/comments", new { kind = "idea", text = "Agua." });
        await comment.AssertDescribedAsync("PostPlatformComment");
        var receipt = (await comment.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).Text("receipt");
        using var state = await visitor.Client.GetAsync($"processes/{SharedApp.Open}/comments/{receipt}");
        await state.AssertDescribedAsync("GetComment");
    }

    [Fact]
    public async Task The_answers_to_an_operator_are_as_described()
    {
        var calendar = SharedApp.AllOpen.Activities;
        using var created = await app.Operator.PostAsJsonAsync("processes", new { id = "descrito-2021", name = "Descrito", timeZone = "America/Mexico_City", electionDay = "2021-06-06", activities = calendar });
        await created.AssertDescribedAsync("CreateProcess");
        using var changed = await app.PutCalendarAsync("descrito-2021", SharedApp.AllOpen);
        await changed.AssertDescribedAsync("PutCalendar");
        using var waiting = await app.PutCalendarAsync("descrito-2021", SharedApp.AllOpen.With("react-to-proposals"));
        await waiting.AssertDescribedAsync("PutCalendar");
        using var pending = await app.Client.GetAsync("processes/descrito-2021");
        await pending.AssertDescribedAsync("GetProcess");
        using var withdrawn = await app.SecondPerson.DeleteAsync("processes/descrito-2021/operator/calendar/pending");
        await withdrawn.AssertDescribedAsync("DeletePendingCalendar");
        using var none = await app.ConfirmCalendarAsync("descrito-2021");
        await none.AssertDescribedAsync("ConfirmCalendar");
        using var posted = await app.Operator.PostAsync("processes/descrito-2021/operator/imports/districts", new StringContent("number,seat\nx,", System.Text.Encoding.UTF8, "text/csv"));
        await posted.AssertDescribedAsync("PostImport");
        using var import = await app.Operator.GetAsync(posted.Headers.Location);
        await import.AssertDescribedAsync("GetImport");
    }

    [Theory]
    [InlineData("GET", "processes/nada-2021/glossary", "ListTerms")]
    [InlineData("GET", $"processes/{SharedApp.Before}/glossary", "ListTerms")]
    [InlineData("GET", $"processes/{SharedApp.Open}/glossary?limit=0", "ListTerms")]
    [InlineData("GET", $"processes/{SharedApp.Open}/glossary?cursor=x", "ListTerms")]
    [InlineData("GET", $"processes/{SharedApp.Open}/operator/deliveries", "ListDeliveries")]
    [InlineData("PUT", $"processes/{SharedApp.Open}/platforms/nada/reaction", "PutPlatformReaction")]
    [InlineData("POST", $"processes/{SharedApp.Open}/visitors", "CreateVisitor")]
    public async Task Refusals_are_as_described(string method, string address, string function)
    {
        using var answer = await app.Client.SendAsync(method, address);
        Assert.False(answer.IsSuccessStatusCode);
        await answer.AssertDescribedAsync(function);
    }
}
