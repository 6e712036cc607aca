using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Deliveries;

/// <summary>GET /processes/{process}/operator/deliveries/{contender}/package</summary>
internal sealed class GetDeliveryPackage(PublishedProcesses processes, DeliveryStore deliveries)
{
    [Function(nameof(GetDeliveryPackage))]
    [Access(Caller.Operator)]
    [Operation("What one contender receives, as a zip file.", MediaType = "application/zip")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/deliveries/{contender}/package")] HttpRequest request,
        string process,
        string contender,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var id = found.Process.Id;
        if (!Slug.TryParse(contender, out var slug)
            || await deliveries.FindAsync(id, slug, cancellationToken) is not { } delivery
            || await deliveries.OpenPackageAsync(id, delivery, cancellationToken) is not { } package)
        {
            return Problems.NotFound();
        }

        return Results.Stream(package, "application/zip", $"{id}-{slug}.zip");
    }
}
