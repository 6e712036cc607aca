using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Processes;

/// <summary>GET /processes</summary>
internal sealed class ListProcesses(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(ListProcesses))]
    [Access(Caller.Anyone)]
    [Operation("The electoral processes of this installation, in the order in which they were created.", Answer = typeof(ListAnswer<ProcessAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes")] HttpRequest request, CancellationToken cancellationToken)
    {
        var all = await processes.ListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return Paging.Answer(
            request,
            "processes",
            all,
            p => p.Process.Id.Value,
            p => ProcessAnswer.From(p.Process, now),
            Json.Api.ListAnswerProcessAnswer,
            ProcessAnswer.Caching(all, now));
    }
}
