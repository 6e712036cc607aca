using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Visitors;

/// <summary>Either a proof or a ticket.</summary>
/// <param name="Altcha">Base64 of the JSON <c>{challenge, solution}</c>.</param>
/// <param name="Ticket">A ticket of the entry queue.</param>
[ExactlyOne]
internal sealed record VisitorRequest(string? Altcha, string? Ticket)
{
    /// <summary>Returns the claim; null when the request has neither member or both.</summary>
    public EntryClaim? Claim() => (Altcha, Ticket) switch
    {
        ({ Length: > 0 }, null or "") => new EntryClaim.Proof(Altcha),
        (null or "", { Length: > 0 }) => new EntryClaim.Ticket(Ticket),
        _ => null,
    };
}

/// <summary>POST /processes/{process}/visitors</summary>
internal sealed class CreateVisitor(PublishedProcessCache processes, Entrance entrance, ClientAddress addresses, TimeProvider time)
{
    [Function(nameof(CreateVisitor))]
    [Access(Role.Anyone)]
    [Operation(
        "A visitor's token for a solved challenge, or for a ticket of the entry queue whose turn has come.",
        Status = 201,
        Body = typeof(VisitorRequest),
        Answer = typeof(IssuedToken),
        Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.BadProof), nameof(Problems.BadTicket), nameof(Problems.TicketEarly)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/visitors")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        var read = await request.ReadJsonAsync(Json.Api.VisitorRequest, RequestBody.DefaultLimit, cancellationToken);
        // After reading, because a body may be slow and no credential may be issued after the closing.
        var now = time.GetUtcNow();
        if (Problems.UnlessTakingPart(found, now) is { } closed) return closed;
        if (read.IsRefused) return read.Refusal;
        if (read.Value.Claim() is not { } claim)
        {
            return Problems.Invalid("altcha", new("hay que enviar altcha o ticket, pero no ambos", "send either altcha or ticket, not both"));
        }

        return await entrance.EnterAsync(found.Process.Id, claim, addresses.Of(request.HttpContext), now, cancellationToken) switch
        {
            EntryOutcome.Entered entered => Results.Json(entered.Token, Json.Api.IssuedToken, statusCode: StatusCodes.Status201Created),
            EntryOutcome.BadProof => Problems.BadProof,
            EntryOutcome.BadTicket => Problems.BadTicket,
            EntryOutcome.TicketEarly early => Problems.TicketEarlyUntil(found.Process.Local(early.ReadyAt), now),
            _ => throw new UnreachableException(),
        };
    }
}
