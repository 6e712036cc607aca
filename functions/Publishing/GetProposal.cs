using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Publishing;

/// <summary>GET /processes/{process}/proposals/{id}</summary>
internal sealed class GetProposal(ContentReader content)
{
    [Function(nameof(GetProposal))]
    [Access(Caller.Anyone)]
    [Operation("What a candidate proposes.", Answer = typeof(ProposalAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/proposals/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Profiles,
            open => open.Item("proposals/" + id, open.Content.Proposal(id), p => ProposalAnswer.From(open.Process.Process, p), Json.Api.ProposalAnswer),
            cancellationToken);
}
