using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Geography;

/// <summary>Municipalities.</summary>
internal sealed class Municipalities(ContentEndpoint content)
{
    public static readonly PublicFile BoundariesFile = BoundaryFile.Of(
        "geometry/municipalities.geojson",
        new("Límites de los municipios", "Boundaries of the municipalities"),
        all => all.MunicipalityBoundaries,
        (content, b) => [("code", b.Key), ("name", content.Municipality(b.Key)?.Name ?? "")]);

    /// <summary>GET /processes/{process}/municipalities</summary>
    [Function("ListMunicipalities")]
    [Access(Role.Anyone)]
    [Content(Activity.Information, ToolSection.Geography, "The municipalities, by code.", typeof(ListAnswer<MunicipalityAnswer>))]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/municipalities")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.ListAsync(
            request,
            process,
            c => c.All.Municipalities,
            m => m.Code,
            (open, m) => MunicipalityAnswer.From(open.Content, m),
            Json.Api.ListAnswerMunicipalityAnswer,
            cancellationToken);

    /// <summary>GET /processes/{process}/municipalities/{code}</summary>
    [Function("GetMunicipality")]
    [Access(Role.Anyone)]
    [Content(Activity.Information, ToolSection.Geography, "A municipality with its districts.", typeof(MunicipalityAnswer))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/municipalities/{code}")] HttpRequest request,
        string process,
        string code,
        CancellationToken cancellationToken) =>
        content.ItemAsync(
            request,
            process,
            code,
            (c, id) => c.Municipality(id),
            (open, m) => MunicipalityAnswer.From(open.Content, m),
            Json.Api.MunicipalityAnswer,
            cancellationToken);

    /// <summary>GET /processes/{process}/geometry/municipalities.geojson</summary>
    [Function("GetMunicipalityBoundaries")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Information,
        ToolSection.Geography,
        "The boundaries of the municipalities as a GeoJSON FeatureCollection.",
        MediaType = BoundaryFile.MediaType)]
    public Task<IResult> GetBoundariesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/geometry/municipalities.geojson")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => BoundariesFile.Answer(open, DownloadForm.Plain), cancellationToken);
}
