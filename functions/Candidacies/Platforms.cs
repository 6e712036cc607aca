using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>Registered platforms.</summary>
internal sealed class Platforms(ContentEndpoint content)
{
    private const int MaxContenders = 100;

    /// <summary>GET /processes/{process}/platforms?contender=&amp;scope=&amp;topic=</summary>
    [Function("ListPlatforms")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Platforms,
        ToolSection.Platforms,
        "The registered platforms; with topic, side by side on that topic, in an order that is drawn anew every day.",
        typeof(PlatformListAnswer))]
    [Query("contender", "Only platforms of these contenders: ids with commas between them, or the parameter several times.", Many = true)]
    [Query("scope", "Only platforms for the Legislature or for municipal councils.", Values = ["legislature", "council"])]
    [Query("topic", "Only platforms with sections on that topic, with those sections alone; without names the contenders that have none. A cursor of such a list is good until the day's order ends.")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/platforms")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => Answer(request, open), cancellationToken);

    /// <summary>GET /processes/{process}/platforms/{id}</summary>
    [Function("GetPlatform")]
    [Access(Role.Anyone)]
    [Content(Activity.Platforms, ToolSection.Platforms, "A registered platform.", typeof(PlatformAnswer))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/platforms/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.ItemAsync(
            request, process, id, (c, platform) => c.Platform(platform), (_, p) => PlatformAnswer.From(p), Json.Api.PlatformAnswer, cancellationToken);

    private static IResult Answer(HttpRequest request, OpenContent open)
    {
        string? scope = request.Query["scope"];
        string? topic = request.Query["topic"];
        if (scope is not (null or "legislature" or "council"))
        {
            return Problems.Invalid("scope", new("debe ser legislature o council", "must be legislature or council"));
        }

        if (topic is not null && !Slug.TryParse(topic, out _)) return Problems.Invalid("topic", new(Slug.RuleEs, Slug.Rule));
        var contenders = request.Query["contender"]
            .SelectMany(c => c!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (contenders.Count > MaxContenders
            || contenders.Exists(c => !Slug.TryParse(c, out _))
            || (contenders.Count == 0 && request.Query.ContainsKey("contender")))
        {
            return Problems.Invalid("contender", new("de 1 a 100 identificadores separados por comas", "1 to 100 ids with commas between them"));
        }

        IReadOnlyList<Platform> platforms = [.. open.Content.All.Platforms
            .Where(p => (contenders.Count == 0 || contenders.Contains(p.Contender)) && (scope is null || p.Scope.Name() == scope))];
        var electoral = open.Process.Process;
        var order = topic is null ? null : DrawnOrder.Of(electoral, open.Now);
        var without = order is null ? null : PlatformComparison.Without(topic!, platforms, order);
        if (order is not null) platforms = PlatformComparison.On(topic!, platforms, order);
        var drawn = order is null ? null : DrawnOrderAnswer.From(order);
        return Paging.AnswerPages(
            request,
            open.List($" {string.Join(',', contenders)} {scope} {topic} {order?.Seed}") with
            {
                Caching = open.Until(order is null ? null : electoral.EndOf(electoral.LocalDay(open.Now))),
            },
            Paging.PagesOf(platforms, p => p.Id, PlatformAnswer.From),
            page => new PlatformListAnswer(page.Items, page.Next, without, drawn),
            Json.Api.PlatformListAnswer);
    }
}
