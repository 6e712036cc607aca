using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>What candidates propose.</summary>
internal sealed class Proposals(ContentEndpoint content)
{
    /// <summary>GET /processes/{process}/proposals?topic=&amp;contender=&amp;district=&amp;municipality=&amp;contest=</summary>
    /// <remarks>In the order in which the institute published them. A replaced candidate's proposals stay, in the contest of that candidate.</remarks>
    [Function("ListProposals")]
    [Access(Role.Anyone)]
    [Content(Activity.Profiles, ToolSection.Candidates, "What candidates propose, all or what matches every filter.", typeof(ListAnswer<ProposalAnswer>))]
    [Query("topic", "Only on this topic, kebab-case.")]
    [Query("contender", "Only of candidates of this contender, by its id.")]
    [Query("district", "Only of candidates in the contest of this district.")]
    [Query("municipality", "Only of candidates in the contest of this municipality, by its code.")]
    [Query("contest", "Only of candidates in this contest, by its id.")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/proposals")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => Answer(request, open), cancellationToken);

    /// <summary>GET /processes/{process}/proposals/{id}</summary>
    [Function("GetProposal")]
    [Access(Role.Anyone)]
    [Content(Activity.Profiles, ToolSection.Candidates, "What a candidate proposes.", typeof(ProposalAnswer))]
    public Task<IResult> GetAsync(
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

    private static IResult Answer(HttpRequest request, OpenContent open)
    {
        var errors = new FieldErrors();
        if (ProposalRequest.Read(request.Query, open.Content, errors) is not { } query) return Problems.Invalid(errors);
        return open.Page(
            request,
            $" {query.Canonical}",
            open.Content.Find(query),
            p => p.Id,
            p => ProposalAnswer.From(open.Process.Process, p),
            Json.Api.ListAnswerProposalAnswer);
    }
}
