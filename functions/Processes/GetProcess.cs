using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

/// <summary>GET /processes/{process}</summary>
internal sealed class GetProcess(PublishedProcessCache processes, TimeProvider time)
{
    public const string Route = "processes/{process}";

    [Function(nameof(GetProcess))]
    [Access(Role.Anyone)]
    [Operation("An electoral process, its calendar and what waits to change it; header Decide-Now tells its clock.", Answer = typeof(ProcessAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        var now = time.GetUtcNow();
        ProcessAnswer.TellClock(request.HttpContext.Response, found.Process, now);
        return new PublicAnswer(ProcessAnswer.Document(found.Process, now), ProcessAnswer.Caching([found], now));
    }
}
