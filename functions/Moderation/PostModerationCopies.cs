using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Moderation;

/// <param name="Outcome">unchanged: it was that way already, or a person had decided about it before.</param>
/// <param name="Status">As it is now.</param>
internal sealed record CopyAnswer(
    string Receipt, [NamesOf(typeof(JudgementOutcome))] string Outcome, [NamesOf(typeof(CommentStatus))] string Status);

/// <summary>POST /processes/{process}/operator/moderation/{receipt}/copies</summary>
/// <remarks>
/// A page decides about so many copies; the same request with the cursor of the answer goes on. Each copy costs the nine storage
/// operations of a decision, or one where it waits for nobody, and the page three more.
/// </remarks>
internal sealed class PostModerationCopies(PublishedProcesses processes, CommentCopies copies)
{
    [Function(nameof(PostModerationCopies))]
    [Access(Caller.Operator)]
    [Operation(
        "Decides about a comment and all copies of its text that wait for a person, page by page.",
        Body = typeof(DecisionRequest),
        Answer = typeof(ListAnswer<CopyAnswer>),
        Refusals = ["comment_not_moderated", "second_person_required", "another_person_required", "decision_conflict", "deliveries_begun"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/moderation/{receipt}/copies")] HttpRequest request,
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

        JudgementResult? refused = null;
        var answer = await Paging.AnswerStoredAsync(
            request, "moderation.copies." + parsed, AcceptedComments.IsPlace, PageAsync, Json.Api.ListAnswerCopyAnswer);
        return refused is null ? answer : Problems.OfJudgement(refused);

        async Task<PageOf<CopyAnswer>> PageAsync(string? after, int limit)
        {
            var page = await copies.DecideAsync(found.Id, parsed, judgement, body.Version, after, limit, request.GetActor().Name, cancellationToken);
            refused = page.Refused;
            return new([.. page.Results.Select(r => new CopyAnswer(r.Receipt.ToString(), NameOf(r.Outcome), r.Status.Name()))], page.Last);
        }
    }

    private static string NameOf(JudgementOutcome outcome) => JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());
}
