using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>POST /processes/{process}/visitors/waiting</summary>
internal sealed class EnterWaitingLine(
    PublishedProcesses processes, CallerNetworks networks, WaitingLine line, WaitingTickets tickets, TimeProvider time)
{
    [Function(nameof(EnterWaitingLine))]
    [Access(Caller.Anyone)]
    [Operation(
        "A ticket of the waiting line, for who cannot compute a proof of work: from readyAt on it can be exchanged for a token, whose class is B.",
        Status = 202,
        Answer = typeof(WaitingTicket),
        Refusals = ["activity_closed"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/visitors/waiting")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessTakingPart(found, now) is { } closed) return closed;
        var readyAt = line.Enter(await networks.OfAsync(request.HttpContext, now, cancellationToken), now);
        var wait = (int)Math.Ceiling((readyAt - now).TotalSeconds);
        request.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        // What the caller waits for is what the ticket says, to the second that Retry-After can say.
        var ticket = tickets.Issue(found.Process.Id, now.AddSeconds(wait));
        return Results.Json(ticket with { ReadyAt = found.Process.Local(ticket.ReadyAt) }, Json.Api.WaitingTicket, statusCode: StatusCodes.Status202Accepted);
    }
}
