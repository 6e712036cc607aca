using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/contenders</summary>
internal sealed class ListContenders(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(ListContenders))]
    [Access(Caller.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/contenders")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessOpen(found, Activity.Information, now) is { } closed) return closed;
        return Paging.Answer(
            request, "contenders", found.Content.All.Contenders, item => item.Id, item => ContenderAnswer.From(item), Json.Api.ListAnswerContenderAnswer, CachePolicy.Until(found.StateOf(Activity.Information, now).ChangesAt, now));
    }
}
