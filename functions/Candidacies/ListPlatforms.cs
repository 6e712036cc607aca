using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/platforms?contender=&amp;scope=&amp;topic=</summary>
internal sealed class ListPlatforms(ContentReader content)
{
    private const int MaxContenders = 100;

    [Function(nameof(ListPlatforms))]
    [Access(Caller.Anyone)]
    [Operation("The registered platforms; with topic, side by side on that topic, in an order that is drawn anew every day.", Answer = typeof(PlatformListAnswer))]
    [Query("contender", "Only platforms of these contenders: ids with commas between them, or the parameter several times.", Many = true)]
    [Query("scope", "Only platforms for the Legislature or for municipal councils.", Values = ["legislature", "council"])]
    [Query("topic", "Only platforms with sections on that topic, with those sections alone. A cursor of such a list is good until the day's order ends.")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/platforms")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Platforms,
            open =>
            {
                string? scope = request.Query["scope"];
                string? topic = request.Query["topic"];
                if (scope is not (null or "legislature" or "council"))
                {
                    return Problems.InvalidInput("scope", new("debe ser legislature o council", "must be legislature or council"));
                }

                if (topic is not null && !Slug.TryParse(topic, out _)) return Problems.InvalidInput("topic", new(Slug.RuleEs, Slug.Rule));
                var contenders = request.Query["contender"]
                    .SelectMany(c => c!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .ToList();
                if (contenders.Count > MaxContenders || contenders.Exists(c => !Slug.TryParse(c, out _)) || (contenders.Count == 0 && request.Query.ContainsKey("contender")))
                {
                    return Problems.InvalidInput("contender", new("de 1 a 100 identificadores separados por comas", "1 to 100 ids with commas between them"));
                }

                IReadOnlyList<Platform> platforms = [.. open.Content.All.Platforms
                    .Where(p => (contenders.Count == 0 || contenders.Contains(p.Contender)) && (scope is null || PlatformAnswer.ScopeName(p.Scope) == scope))];
                var order = topic is null ? null : DrawnOrder.Of(open.Process.Process, open.Now);
                if (order is not null) platforms = PlatformComparison.On(topic!, platforms, order);
                var drawn = order is null ? null : DrawnOrderAnswer.From(order);
                var electoral = open.Process.Process;
                return Paging.Answer(
                    request,
                    $"platforms {string.Join(',', contenders)} {scope} {topic} {order?.Seed}",
                    platforms,
                    p => p.Id,
                    PlatformAnswer.From,
                    page => new PlatformListAnswer(page.Items, page.Next, drawn),
                    Json.Api.PlatformListAnswer,
                    open.Until(order is null ? null : electoral.EndOf(electoral.LocalDay(open.Now))),
                    open.Content);
            },
            cancellationToken);
}
