using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Audit;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Deliveries;

/// <summary>GET /processes/{process}/operator/deliveries/{contender}/package</summary>
internal sealed class GetDeliveryPackage(PublishedProcessCache processes, DeliveryStore deliveries, AuditStore audit)
{
    [Function(nameof(GetDeliveryPackage))]
    [Access(Role.Operator)]
    [Operation("What one contender receives, as a zip file.", MediaType = "application/zip")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/deliveries/{contender}/package")] HttpRequest request,
        string process,
        string contender,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: { } found }) return Problems.ProcessNotFound;
        if (!Slug.TryParse(contender, out var slug)
            || PackagingRun.Of(found) is not { } run
            || await deliveries.FindAsync(run, slug, cancellationToken) is not { ReleasedAt: not null } delivery)
        {
            return Problems.NotFound;
        }

        // Audit first, then the catalog. A take-back marks the catalog first and then reads the audit. So either the download sees the
        // take-back, or the take-back sees the download.
        var id = found.Id;
        await audit.RecordAsync(id.Value, request.Actor(), DeliveryStore.DownloadAction, slug.Value, cancellationToken);
        await processes.RefreshAsync(cancellationToken);
        var newest = (await processes.FindAsync(id.Value, cancellationToken))!.Process;
        if (PackagingRun.Of(newest) != run || newest.TakingBackSince is not null
            || await deliveries.OpenPackageAsync(run, delivery, cancellationToken) is not { } package)
        {
            return Problems.NotFound;
        }

        return new PackageFile(package, delivery, $"{id}-{slug}.zip");
    }
}
