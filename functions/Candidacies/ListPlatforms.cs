using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/platforms?contender=&amp;scope=</summary>
internal sealed class ListPlatforms(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(ListPlatforms))]
    [Access(Caller.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/platforms")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessOpen(found, Activity.Platforms, now) is { } closed) return closed;
        string? contender = request.Query["contender"];
        string? scope = request.Query["scope"];
        if (scope is not (null or "legislature" or "council"))
        {
            return Problems.InvalidInput("scope", new("debe ser legislature o council", "must be legislature or council"));
        }

        var platforms = found.Content.All.Platforms
            .Where(p => (contender is null || p.Contender == contender) && (scope is null || PlatformAnswer.ScopeName(p.Scope) == scope))
            .ToList();
        return Paging.Answer(
            request,
            $"platforms {contender} {scope}",
            platforms,
            p => p.Id,
            PlatformAnswer.From,
            Json.Api.ListAnswerPlatformAnswer,
            CachePolicy.Until(found.StateOf(Activity.Platforms, now).ChangesAt, now));
    }
}
