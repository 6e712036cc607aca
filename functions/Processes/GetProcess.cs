using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Processes;

/// <summary>GET /processes/{process}</summary>
internal sealed class GetProcess(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(GetProcess))]
    [Access(Caller.Anyone)]
    [Operation("An electoral process and its calendar.", Answer = typeof(ProcessAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        return new PublicAnswer(PublicDocument.Json(ProcessAnswer.From(found, now), Json.Api.ProcessAnswer), ProcessAnswer.Caching([found], now));
    }
}
