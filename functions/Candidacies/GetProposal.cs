using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/proposals/{id}</summary>
internal sealed class GetProposal(ContentEndpoint content)
{
    [Function(nameof(GetProposal))]
    [Access(Role.Anyone)]
    [Content(Activity.Profiles, ToolSection.Candidates, "What a candidate proposes.", typeof(ProposalAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/proposals/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.ItemAsync(
            request,
            process,
            id,
            (c, proposal) => c.Proposal(proposal),
            (open, p) => ProposalAnswer.From(open.Process.Process, p),
            Json.Api.ProposalAnswer,
            cancellationToken);
}
