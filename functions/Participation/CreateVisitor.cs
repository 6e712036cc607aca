using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Functions.Participation;

/// <summary>One of the two.</summary>
/// <param name="Altcha">Base64 of the JSON <c>{challenge, solution}</c>.</param>
/// <param name="Ticket">Of the waiting line.</param>
internal sealed record VisitorRequest(string? Altcha, string? Ticket);

/// <summary>POST /processes/{process}/visitors</summary>
internal sealed class CreateVisitor(
    PublishedProcesses processes,
    SecretStore secrets,
    WaitingTickets tickets,
    SpentProofStore spent,
    CallerNetworks networks,
    NetworkPressure pressure,
    PressureExchange exchange,
    VisitorTokens tokens,
    TimeProvider time)
{
    [Function(nameof(CreateVisitor))]
    [Access(Caller.Anyone)]
    [Operation(
        "A visitor's token for a solved challenge, or for a ticket of the waiting line whose turn has come.",
        Status = 201,
        Body = typeof(VisitorRequest),
        Answer = typeof(IssuedToken),
        Refusals = ["activity_closed", "bad_proof", "bad_ticket", "ticket_early"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/visitors")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var (body, refusal) = await request.ReadJsonAsync(Json.Api.VisitorRequest, RequestBody.DefaultLimit, cancellationToken);
        // Only now: a body may take its time, and there are no credentials after the closing.
        var now = time.GetUtcNow();
        if (Problems.UnlessTakingPart(found, now) is { } closed) return closed;
        if (refusal is not null) return refusal;
        if (string.IsNullOrEmpty(body!.Altcha) == string.IsNullOrEmpty(body.Ticket))
        {
            return Problems.InvalidInput("altcha", new("es obligatorio, o en su lugar ticket", "is required, or ticket in its place"));
        }

        if (await RefuseAsync(body, found.Process, now, cancellationToken) is { } refused) return refused;
        var isProven = !string.IsNullOrEmpty(body.Altcha);
        var pressing = default(Pressure);
        // A ticket costs nothing but time. It is of class B by itself, and must raise nobody's price and lower nobody's class.
        if (isProven && await networks.OfAsync(request.HttpContext, now, cancellationToken) is { } network)
        {
            pressure.CountVisitor(network, now);
            pressing = pressure.Of(network, now);
            exchange.BeginWhenDue();
        }

        var issued = tokens.Issue(found.Process.Id, now, QualityRules.Of(isProven ? QualityClass.A : QualityClass.B, pressing, isMachine: false));
        return Results.Json(issued, Json.Api.IssuedToken, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Null when what was shown holds; then it is used up.</summary>
    private async Task<IResult?> RefuseAsync(VisitorRequest shown, ElectoralProcess process, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (shown.Altcha is { Length: > 0 } altcha)
        {
            var secret = await secrets.GetAsync(GetChallenge.KeyName, cancellationToken);
            return ProofOfWork.Verify(altcha, process.Id, secret, now) is { } proof && await spent.TrySpendAsync(proof, cancellationToken) ? null : Problems.BadProof();
        }

        if (tickets.Read(shown.Ticket!, process.Id, now) is not { } ticket) return Problems.BadTicket();
        if (now < ticket.ReadyAt) return Problems.TicketEarly(process.Local(ticket.ReadyAt), now);
        return await spent.TrySpendAsync(ticket.Use, cancellationToken) ? null : Problems.BadTicket();
    }
}
