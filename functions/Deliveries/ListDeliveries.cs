using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Deliveries;

/// <param name="Downloads">Counted once contenders have accounts; 0 until then.</param>
internal sealed record DeliveryAnswer(
    string Contender, int Version, string Sha256, long Bytes, DateTimeOffset ReleasedAt, int Downloads, DateTimeOffset? AcknowledgedAt);

/// <summary>GET /processes/{process}/operator/deliveries</summary>
internal sealed class ListDeliveries(PublishedProcesses processes, DeliveryStore deliveries)
{
    [Function(nameof(ListDeliveries))]
    [Access(Caller.Operator)]
    [Operation("The packages that were made.", Answer = typeof(ListAnswer<DeliveryAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/deliveries")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var made = await deliveries.ListAsync(found.Process.Id, cancellationToken);
        return Paging.Answer(
            request,
            "deliveries",
            made,
            d => d.Contender,
            d => new DeliveryAnswer(d.Contender, d.Version, d.Sha256, d.Bytes, found.Process.Local(d.ReleasedAt), Downloads: 0, AcknowledgedAt: null),
            Json.Api.ListAnswerDeliveryAnswer,
            caching: null);
    }
}
