using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/platforms?contender=&amp;scope=</summary>
internal sealed class ListPlatforms(ContentReader content)
{
    [Function(nameof(ListPlatforms))]
    [Access(Caller.Anyone)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/platforms")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Platforms,
            open =>
            {
                string? contender = request.Query["contender"];
                string? scope = request.Query["scope"];
                if (scope is not (null or "legislature" or "council"))
                {
                    return Problems.InvalidInput("scope", new("debe ser legislature o council", "must be legislature or council"));
                }

                var platforms = open.Content.All.Platforms
                    .Where(p => (contender is null || p.Contender == contender) && (scope is null || PlatformAnswer.ScopeName(p.Scope) == scope))
                    .ToList();
                return open.Page(request, $"platforms {contender} {scope}", platforms, p => p.Id, PlatformAnswer.From, Json.Api.ListAnswerPlatformAnswer);
            },
            cancellationToken);
}
