using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Functions.Participation;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <param name="Campaign">The code of a campaign that the institute declared; any other counts as other.</param>
internal sealed record VisitRequest([NamesOf(typeof(View))] string? View, string? Campaign = null);

/// <summary>POST /processes/{process}/visits</summary>
internal sealed class PostVisit(PublishedProcesses processes, UsageCounting counting, CallerNetworks networks, VisitPaces paces, TimeProvider time)
{
    private const int MaxBytes = 1024;

    [Function(nameof(PostVisit))]
    [Access(Caller.Anyone)]
    [Operation(
        "Counts a view that a page shows, in aggregate and with nothing about the person. JSON also as text/plain, as a page of another origin must send it.",
        Status = 204,
        MediaType = "",
        Body = typeof(VisitRequest),
        Refusals = ["too_many_requests"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/visits")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        if (paces.Take(networks.Here(request.HttpContext), time.GetUtcNow()) is { } wait) return Problems.TooManyRequests(VisitPaces.Limit, wait);
        // A browser asks before it sends JSON to another origin, and sendBeacon does not wait for an answer (Fetch, CORS-safelisted headers).
        if (request.ContentType?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) == true) request.ContentType = "application/json";
        var (body, refusal) = await request.ReadJsonAsync(Json.Api.VisitRequest, MaxBytes, cancellationToken);
        if (refusal is not null) return refusal;
        if (!UsageNames.TryParse(body!.View, out View view)) return Problems.InvalidInput("view", new("debe ser una de las vistas de la lista", "must be one of the listed views"));

        var campaign = body.Campaign is not { Length: > 0 } code ? null : found.Content.HasCampaign(code) ? code : UsageNames.OtherCampaign;
        counting.Visited(request.HttpContext, found.Process, view, campaign);
        return Results.NoContent();
    }
}
