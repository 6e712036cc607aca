using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/geometry/districts.geojson</summary>
internal sealed class GetDistrictBoundaries(ContentReader content)
{
    [Function(nameof(GetDistrictBoundaries))]
    [Access(Caller.Anyone)]
    [Operation("The boundaries of the districts as a GeoJSON FeatureCollection.", MediaType = BoundaryFile.MediaType)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/geometry/districts.geojson")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Content.All.DistrictBoundaries is { Count: > 0 } boundaries
                ? open.Document("geometry/districts", () => BoundaryFile.Write(boundaries, b => [("number", b.Key), ("seat", open.Content.District(b.Key)?.Seat ?? "")]))
                : Problems.NotFound(),
            cancellationToken);
}
