using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/locate?lat=&amp;lon=</summary>
/// <remarks>
/// A person's position is private: the point is neither logged nor stored, and the answer is not a public document, because a shared cache
/// would keep the position as its key.
/// </remarks>
internal sealed class GetLocation(ContentEndpoint content)
{
    [Function(nameof(GetLocation))]
    [Access(Role.Anyone)]
    [Content(
        Activity.Information,
        ToolSection.Geography,
        "The municipality and the district in which a point lies; kept by nobody, for the point is the caller's.",
        typeof(LocationAnswer),
        Cached = false,
        Refusals = [nameof(Problems.NotFound), nameof(Problems.OutsideTerritory)])]
    [Query("lat", "Latitude in WGS84 degrees, with a decimal point.", Type = "number")]
    [Query("lon", "Longitude in WGS84 degrees, with a decimal point.", Type = "number")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/locate")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => Answer(request, open), cancellationToken);

    private static IResult Answer(HttpRequest request, OpenContent open)
    {
        var errors = new FieldErrors();
        var (latitude, longitude) = (Degrees("lat", 90), Degrees("lon", 180));
        if (errors.Any) return Problems.Invalid(errors);
        if (open.Content.All is { DistrictBoundaries.Count: 0, MunicipalityBoundaries.Count: 0 }) return Problems.NotFound;
        var answer = LocationAnswer.From(open.Content.MunicipalityAt(latitude, longitude), open.Content.DistrictAt(latitude, longitude));
        return answer is { Municipality: null, District: null } ? Problems.OutsideTerritory : Results.Json(answer, Json.Api.LocationAnswer);

        double Degrees(string field, double most)
        {
            const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            if (double.TryParse(request.Query[field], Style, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most) return degrees;
            errors.Add(field, new(
                $"debe ser un número de −{most} a {most}, en grados y con punto decimal: 19.2925", $"must be a number from −{most} to {most}, in degrees and with a decimal point: 19.2925"));
            return 0;
        }
    }
}
