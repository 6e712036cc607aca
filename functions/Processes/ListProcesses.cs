using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

/// <summary>GET /processes</summary>
internal sealed class ListProcesses(PublishedProcessCache processes, TimeProvider time, IOptions<FrontOptions> options)
{
    [Function(nameof(ListProcesses))]
    [Access(Role.Anyone)]
    [Operation("The electoral processes of this installation, drafts apart, in the order in which they were created.", Answer = typeof(ProcessListAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes")] HttpRequest request, CancellationToken cancellationToken)
    {
        var all = (await processes.ListAsync(cancellationToken)).Where(p => !p.Process.IsDraft).ToList();
        var front = all.Find(p => p.Process.Id.Value == options.Value.FrontProcess)?.Process.Id.Value;
        var now = time.GetUtcNow();
        return Paging.AnswerPages(
            request,
            new Listing("processes") { Caching = ProcessAnswer.Caching(all, now) },
            Paging.PagesOf(all, p => p.Process.Id.Value, p => ProcessAnswer.From(p.Process, now)),
            page => new ProcessListAnswer(page.Items, page.Next, front),
            Json.Api.ProcessListAnswer);
    }
}
