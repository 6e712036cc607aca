using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>POST /processes/{process}/operator/moderation/{receipt}</summary>
/// <remarks>Quarantining what moderation accepted takes two people: the first is answered 202, and the comment stays accepted.</remarks>
internal sealed class PostModeration(PublishedProcesses processes, CommentDecisions decisions)
{
    [Function(nameof(PostModeration))]
    [Access(Caller.Operator)]
    [Operation(
        "Decides about a comment, or decides otherwise, until packages are made.",
        Body = typeof(DecisionRequest),
        Answer = typeof(CommentHistoryAnswer),
        OtherStatus = 202,
        Otherwise = "Moderation accepted the comment: it stays so until a second person confirms.",
        Refusals = ["comment_not_moderated", "second_person_required", "another_person_required", "decision_conflict", "deliveries_begun"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/moderation/{receipt}")] HttpRequest request,
        string process,
        string receipt,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound();
        var (body, refusal) = await request.ReadJsonAsync(Json.Api.DecisionRequest, RequestBody.DefaultLimit, cancellationToken);
        if (refusal is not null) return refusal;
        var errors = new FieldErrors();
        if (body!.Read(errors) is not { } judgement) return Problems.InvalidInput(errors);
        if (!Receipt.TryParse(receipt, out var parsed) || !found.IsParticipationDay(parsed.Day)) return Problems.NotFound();

        var (outcome, present) = await decisions.DecideAsync(found.Id, parsed, judgement, body.Version, request.GetActor().Name, cancellationToken);
        return outcome switch
        {
            JudgementOutcome.Decided or JudgementOutcome.Unchanged => Answer(StatusCodes.Status200OK),
            JudgementOutcome.Proposed => Answer(StatusCodes.Status202Accepted),
            _ => Problems.OfJudgement(new(outcome, present)),
        };

        IResult Answer(int status) => Results.Json(CommentHistoryAnswer.From(present!, found), Json.Api.CommentHistoryAnswer, statusCode: status);
    }
}
