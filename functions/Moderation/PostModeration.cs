using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Moderation;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>POST /processes/{process}/operator/moderation/{receipt}</summary>
/// <remarks>Quarantining a comment that moderation accepted takes two people: the first gets a 202, and the comment stays accepted.</remarks>
internal sealed class PostModeration(PublishedProcessCache processes, PersonDecisionService decisions)
{
    [Function(nameof(PostModeration))]
    [Access(Role.Operator)]
    [Operation(
        "Decides about a comment, or decides otherwise, until packages are made.",
        Body = typeof(DecisionRequest),
        Answer = typeof(CommentHistoryAnswer),
        OtherStatus = 202,
        Otherwise = "Moderation accepted the comment: it stays so until a second person confirms.",
        Refusals = [nameof(Problems.CommentNotModerated), nameof(Problems.SecondPersonRequired), nameof(Problems.AnotherPersonRequired),
            nameof(Problems.DecisionConflict), nameof(Problems.DeliveriesBegun)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/moderation/{receipt}")] HttpRequest request,
        string process,
        string receipt,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound;
        var read = await request.ReadJsonAsync(Json.Api.DecisionRequest, RequestBody.DefaultLimit, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        var body = read.Value;
        var errors = new FieldErrors();
        if (body.Read(errors) is not { } decision) return Problems.Invalid(errors);
        if (!Receipt.TryParse(receipt, out var parsed) || !found.IsParticipationDay(parsed.Day)) return Problems.NotFound;

        var (outcome, present) = await decisions.DecideAsync(found.Id, parsed, decision, body.Version, request.Actor(), cancellationToken);
        return outcome switch
        {
            DecisionOutcome.Decided or DecisionOutcome.Unchanged => Answer(StatusCodes.Status200OK),
            DecisionOutcome.Proposed => Answer(StatusCodes.Status202Accepted),
            _ => Problems.OfDecision(new(outcome, present)),
        };

        IResult Answer(int status) => Results.Json(CommentHistoryAnswer.From(present!, found), Json.Api.CommentHistoryAnswer, statusCode: status);
    }
}
