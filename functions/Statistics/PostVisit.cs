using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <param name="Campaign">The code of a declared campaign; any other code counts as "other".</param>
internal sealed record VisitRequest([NamesOf(typeof(View))] string? View, string? Campaign = null);

/// <summary>POST /processes/{process}/visits</summary>
internal sealed class PostVisit(PublishedProcessCache processes, UsageCounting counting)
{
    private const int MaxBytes = 1024;

    [Function(nameof(PostVisit))]
    [Access(Role.Anyone)]
    [Operation(
        "Counts a view that a page shows, in aggregate and with nothing about the person. JSON also as text/plain, as a page of another origin must send it.",
        Status = 204,
        MediaType = "",
        Body = typeof(VisitRequest),
        Refusals = [nameof(Problems.TooManyRequests)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/visits")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        if (counting.TakeVisit(request.HttpContext) is { } wait) return Problems.LimitReached(VisitPaceTracker.Limit, wait);
        // JSON to another origin needs a preflight, which sendBeacon does not wait for; text/plain needs none (Fetch, CORS-safelisted headers).
        if (request.ContentType?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) == true) request.ContentType = "application/json";
        var read = await request.ReadJsonAsync(Json.Api.VisitRequest, MaxBytes, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        var body = read.Value;
        if (!WireName.TryParse(body.View, out View view)) return Problems.Invalid("view", new("debe ser una de las vistas de la lista", "must be one of the listed views"));

        var campaign = body.Campaign is not { Length: > 0 } code ? null : found.Content.HasCampaign(code) ? code : UsageNames.OtherCampaign;
        counting.Visited(request.HttpContext, found.Process, view, campaign);
        return Results.NoContent();
    }
}
