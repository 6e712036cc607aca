using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

internal sealed record CommentRequest([NamesOf(typeof(CommentKind))] string? Kind, [MaxLength(CommentText.MaxLength)] string? Text);

internal sealed record CommentReceipt(string Receipt, [AllowedValues("received")] string Status);

/// <summary>What the functions of comments answer, whether the comment is on a platform or on a proposal.</summary>
internal sealed class CommentRequests(PublishedProcesses processes, VisitorParticipation participation, Admission admission, TimeProvider time)
{
    /// <summary>Of an <c>Idempotency-Key</c>.</summary>
    public const int MaxKeyLength = 255;

    // 2,000 characters outside the basic plane, each escaped as a surrogate pair, and room around them.
    private const int MaxBytes = 32 * 1024;

    public async Task<IResult> PostAsync(HttpRequest request, string process, TargetKind kind, string id, CancellationToken cancellationToken)
    {
        var (body, refusal) = await request.ReadJsonAsync(Json.Api.CommentRequest, MaxBytes, cancellationToken);
        // Only now: a body may take its time, and what is accepted must bear a moment at which the activity is open.
        var now = time.GetUtcNow();
        var about = await ReactionTarget.FindAsync(processes, process, kind, id, now, cancellationToken);
        if (about.Refusal is not null) return about.Refusal;
        if (refusal is not null) return refusal;

        var errors = new FieldErrors();
        if (!CommentNames.TryParseKind(body!.Kind, out var commentKind)) errors.Add("kind", new("debe ser idea, proposal o comment", "must be idea, proposal or comment"));
        if (CommentText.Check(body.Text ?? "", out var text) is { } fault) errors.Add("text", Rule(fault));
        var key = request.Headers["Idempotency-Key"] is { Count: > 0 } keys ? keys.ToString() : null;
        if (key is { Length: 0 or > MaxKeyLength }) errors.Add("Idempotency-Key", new("de 1 a 255 caracteres", "1 to 255 characters"));
        if (errors.Any) return Problems.InvalidInput(errors);

        var (visitor, limited) = await admission.CommentAsync(request, now, cancellationToken);
        if (limited is not null) return limited;
        var (reception, receipt) = await participation.CommentAsync(
            about.Process.Process, visitor, about.Target, about.Contender, commentKind, text, key, now, cancellationToken);
        if (reception == CommentReception.KeyUsedOtherwise) return Problems.IdempotencyKeyReused();
        // …/platforms/{id}/comments → …/comments/{receipt}
        var root = request.Path.Value!.TrimEnd('/').Split('/')[..^3];
        request.HttpContext.Response.Headers.Location = $"{string.Join('/', root)}/comments/{receipt}";
        return Results.Json(
            new CommentReceipt(receipt.ToString(), CommentStatus.Received.Name()), Json.Api.CommentReceipt, statusCode: StatusCodes.Status202Accepted);
    }

    private static Wording Rule(CommentTextFault fault) => fault switch
    {
        CommentTextFault.Empty => new("no debe estar vacío", "must not be empty"),
        CommentTextFault.TooLong => new("tiene más de 2000 caracteres", "has more than 2,000 characters"),
        CommentTextFault.ControlCharacters => new("tiene caracteres de control", "has control characters"),
        CommentTextFault.BidirectionalControls => new("tiene caracteres que cambian el sentido de la escritura", "has characters that change the direction of writing"),
        CommentTextFault.BrokenSurrogates => new("no es texto Unicode válido", "is not valid Unicode text"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
