using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/geometry/municipalities.geojson</summary>
internal sealed class GetMunicipalityBoundaries(ContentReader content)
{
    [Function(nameof(GetMunicipalityBoundaries))]
    [Access(Caller.Anyone)]
    [Operation("The boundaries of the municipalities as a GeoJSON FeatureCollection.", MediaType = BoundaryFile.MediaType)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/geometry/municipalities.geojson")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Content.All.MunicipalityBoundaries is { Count: > 0 } boundaries
                ? open.Document("geometry/municipalities", () => BoundaryFile.Write(boundaries, b => [("code", b.Key), ("name", open.Content.Municipality(b.Key)?.Name ?? "")]))
                : Problems.NotFound(),
            cancellationToken);
}
