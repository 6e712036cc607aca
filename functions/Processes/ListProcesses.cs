using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

/// <summary>GET /processes</summary>
internal sealed class ListProcesses(PublishedProcessCache processes, TimeProvider time)
{
    [Function(nameof(ListProcesses))]
    [Access(Role.Anyone)]
    [Operation("The electoral processes of this installation, in the order in which they were created.", Answer = typeof(ListAnswer<ProcessAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes")] HttpRequest request, CancellationToken cancellationToken)
    {
        var all = await processes.ListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return Paging.Answer(
            request,
            new Listing("processes") { Caching = ProcessAnswer.Caching(all, now) },
            all,
            p => p.Process.Id.Value,
            p => ProcessAnswer.From(p.Process, now),
            Json.Api.ListAnswerProcessAnswer);
    }
}
