using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/platforms/{id}</summary>
internal sealed class GetPlatform(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(GetPlatform))]
    [Access(Caller.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/platforms/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessOpen(found, Activity.Platforms, now) is { } closed) return closed;
        if (found.Content.Platform(id) is not { } item) return Problems.NotFound();
        var document = PublicDocuments.Of(found.Content, "platforms/" + id, () => PublicDocument.Json(PlatformAnswer.From(item), Json.Api.PlatformAnswer));
        return new PublicAnswer(document, CachePolicy.Until(found.StateOf(Activity.Platforms, now).ChangesAt, now));
    }
}
