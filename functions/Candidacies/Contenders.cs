using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>Contenders: parties, coalitions, common candidacies and independents.</summary>
internal sealed class Contenders(ContentEndpoint content)
{
    /// <summary>GET /processes/{process}/contenders</summary>
    [Function("ListContenders")]
    [Access(Role.Anyone)]
    [Content(Activity.Information, ToolSection.Contenders, "The contenders, in the order of their registration.", typeof(ListAnswer<ContenderAnswer>))]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/contenders")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.ListAsync(
            request, process, c => c.All.Contenders, c => c.Id, (_, c) => ContenderAnswer.From(c), Json.Api.ListAnswerContenderAnswer, cancellationToken);

    /// <summary>GET /processes/{process}/contenders/{id}</summary>
    [Function("GetContender")]
    [Access(Role.Anyone)]
    [Content(Activity.Information, ToolSection.Contenders, "A contender.", typeof(ContenderAnswer))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/contenders/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.ItemAsync(
            request, process, id, (c, contender) => c.Contender(contender), (_, c) => ContenderAnswer.From(c), Json.Api.ContenderAnswer, cancellationToken);
}
