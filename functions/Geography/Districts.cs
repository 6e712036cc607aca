using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Geography;

/// <summary>Local districts.</summary>
internal sealed class Districts(ContentEndpoint content)
{
    public static readonly PublicFile BoundariesFile = BoundaryFile.Of(
        "geometry/districts.geojson",
        new("Límites de los distritos", "Boundaries of the districts"),
        all => all.DistrictBoundaries,
        (content, b) => [("number", b.Key), ("seat", content.District(b.Key)?.Seat ?? "")]);

    /// <summary>GET /processes/{process}/districts</summary>
    [Function("ListDistricts")]
    [Access(Role.Anyone)]
    [Content(Activity.Information, ToolSection.Geography, "The local districts, by number.", typeof(ListAnswer<DistrictAnswer>))]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/districts")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.ListAsync(
            request,
            process,
            c => c.All.Districts,
            d => d.Number,
            (open, d) => DistrictAnswer.From(open.Content, d),
            Json.Api.ListAnswerDistrictAnswer,
            cancellationToken);

    /// <summary>GET /processes/{process}/districts/{number}</summary>
    [Function("GetDistrict")]
    [Access(Role.Anyone)]
    [Content(Activity.Information, ToolSection.Geography, "A local district with its municipalities.", typeof(DistrictAnswer))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/districts/{number}")] HttpRequest request,
        string process,
        string number,
        CancellationToken cancellationToken) =>
        content.ItemAsync(
            request, process, number, (c, n) => c.District(n), (open, d) => DistrictAnswer.From(open.Content, d), Json.Api.DistrictAnswer, cancellationToken);

    /// <summary>GET /processes/{process}/geometry/districts.geojson</summary>
    [Function("GetDistrictBoundaries")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Information,
        ToolSection.Geography,
        "The boundaries of the districts as a GeoJSON FeatureCollection.",
        MediaType = BoundaryFile.MediaType)]
    public Task<IResult> GetBoundariesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/geometry/districts.geojson")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => BoundariesFile.Answer(open, DownloadForm.Plain), cancellationToken);
}
