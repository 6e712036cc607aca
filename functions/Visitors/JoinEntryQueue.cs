using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Visitors;

/// <summary>POST /processes/{process}/visitors/waiting</summary>
internal sealed class JoinEntryQueue(PublishedProcessCache processes, Entrance entrance, ClientAddress addresses, TimeProvider time)
{
    [Function(nameof(JoinEntryQueue))]
    [Access(Role.Anyone)]
    [Operation(
        "A ticket of the entry queue, for who cannot compute a proof of work: from readyAt on it can be exchanged for a token, whose class is B.",
        Status = 202,
        Answer = typeof(EntryTicket),
        Refusals = [nameof(Problems.ActivityClosed)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/visitors/waiting")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        var now = time.GetUtcNow();
        if (Problems.UnlessTakingPart(found, now) is { } closed) return closed;
        var ticket = await entrance.JoinQueueAsync(found.Process.Id, addresses.Of(request.HttpContext), now, cancellationToken);
        request.HttpContext.Response.Headers.RetryAfter = ((int)(ticket.ReadyAt - now).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Results.Json(ticket with { ReadyAt = found.Process.Local(ticket.ReadyAt) }, Json.Api.EntryTicket, statusCode: StatusCodes.Status202Accepted);
    }
}
