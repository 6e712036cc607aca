using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Information;

/// <summary>Offices that are renewed.</summary>
internal sealed class Offices(ContentEndpoint content)
{
    /// <summary>GET /processes/{process}/offices</summary>
    [Function("ListOffices")]
    [Access(Role.Anyone)]
    [Content(Activity.Information, ToolSection.Offices, "The offices that are renewed, in the order of the imported file.", typeof(ListAnswer<OfficeAnswer>))]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/offices")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.ListAsync(request, process, c => c.All.Offices, o => o.Id, (_, o) => OfficeAnswer.From(o), Json.Api.ListAnswerOfficeAnswer, cancellationToken);

    /// <summary>GET /processes/{process}/offices/{id}</summary>
    [Function("GetOffice")]
    [Access(Role.Anyone)]
    [Content(Activity.Information, ToolSection.Offices, "An office that is renewed: what it can do and what it cannot.", typeof(OfficeAnswer))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/offices/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.ItemAsync(request, process, id, (c, office) => c.Office(office), (_, o) => OfficeAnswer.From(o), Json.Api.OfficeAnswer, cancellationToken);
}
