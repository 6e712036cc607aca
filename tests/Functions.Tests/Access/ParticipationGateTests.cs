using System.Text;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Tests.Access;

/// <summary>The order of refusals for every act of a visitor on a target.</summary>
[Collection(SharedApp.Name)]
public sealed class ParticipationGateTests(SharedApp shared) : SharedAppTest(shared)
{
    public static TheoryData<string, string> Acts => new()
    {
        { "PUT", "platforms/{0}/reaction" }, { "PUT", "proposals/{0}/reaction" }, { "POST", "platforms/{0}/comments" }, { "POST", "proposals/{0}/comments" },
    };

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task Refusals_come_in_the_order_closed_activity_unknown_target_malformed_body_invalid_fields(string method, string path)
    {
        var there = path.StartsWith("platforms", StringComparison.Ordinal) ? "sol-legislatura" : "sol-7-agua";
        var early = Shared.App.EarlierVisitor(SharedApp.Before);
        await RefusedAsync(early, method, path, "nada", "{", 403, "activity_closed");
        await RefusedAsync(Shared.Visitor, method, path, "nada", "{", 404, "not_found");
        await RefusedAsync(Shared.Visitor, method, path, "NADA", "{", 404, "not_found");
        await RefusedAsync(Shared.Visitor, method, path, there, "{", 400, "malformed_json");
        await RefusedAsync(Shared.Visitor, method, path, there, "{}", 400, "invalid_input");
    }

    [Fact]
    public async Task A_request_with_invalid_fields_does_not_count_against_the_visitors_limit()
    {
        var visitor = await Shared.App.NewVisitorAsync(SharedApp.Open);
        for (var i = 0; i <= VisitorLimit.Comments.Burst; i++) await RefusedAsync(visitor, "POST", "platforms/{0}/comments", "sol-legislatura", "{}", 400, "invalid_input");
        await visitor.CommentAsync("sol-legislatura", "Más árboles");
    }

    private static async Task RefusedAsync(TestVisitor visitor, string method, string path, string id, string body, int status, string code)
    {
        var address = $"processes/{visitor.Process}/{path.Replace("{0}", id, StringComparison.Ordinal)}";
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await visitor.Client.SendAsync(request);
        await answer.ProblemAsync(status, code);
    }
}
