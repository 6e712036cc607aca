using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/contenders/{id}</summary>
internal sealed class GetContender(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(GetContender))]
    [Access(Caller.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/contenders/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessOpen(found, Activity.Information, now) is { } closed) return closed;
        if (found.Content.Contender(id) is not { } item) return Problems.NotFound();
        var document = PublicDocuments.Of(found.Content, "contenders/" + id, () => PublicDocument.Json(ContenderAnswer.From(item), Json.Api.ContenderAnswer));
        return new PublicAnswer(document, CachePolicy.Until(found.StateOf(Activity.Information, now).ChangesAt, now));
    }
}
