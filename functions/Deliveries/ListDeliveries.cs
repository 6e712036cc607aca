using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Deliveries;

/// <param name="Downloads">Counted once contenders have accounts; 0 until then.</param>
internal sealed record DeliveryAnswer(
    string Contender, int Version, string Sha256, long Bytes, DateTimeOffset ReleasedAt, int Downloads, DateTimeOffset? AcknowledgedAt);

/// <summary>GET /processes/{process}/operator/deliveries</summary>
internal sealed class ListDeliveries(PublishedProcessCache processes, DeliveryStore deliveries)
{
    [Function(nameof(ListDeliveries))]
    [Access(Role.Operator)]
    [Operation("The packages that were made.", Answer = typeof(ListAnswer<DeliveryAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/deliveries")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        await processes.RefreshAsync(cancellationToken);
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        // Lists only released packages, and none while they are taken back.
        IReadOnlyList<Delivery> made = PackagingRun.Of(found.Process) is { } run && found.Process.TakingBackSince is null ? [.. (await deliveries.ListAsync(run, cancellationToken)).Where(d => d.ReleasedAt is not null)] : [];
        return Paging.Answer(
            request,
            new Listing("deliveries"),
            made,
            d => d.Contender,
            d => new DeliveryAnswer(d.Contender, d.Version, d.Sha256, d.Bytes, found.Process.Local(d.ReleasedAt!.Value), Downloads: 0, AcknowledgedAt: null),
            Json.Api.ListAnswerDeliveryAnswer);
    }
}
