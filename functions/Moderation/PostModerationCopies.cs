using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Comments;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Moderation;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Moderation;

/// <param name="Outcome">unchanged: the status was the same already, or a person had decided before.</param>
/// <param name="Status">The status now.</param>
internal sealed record CopyAnswer(
    string Receipt, [NamesOf(typeof(DecisionOutcome))] string Outcome, [NamesOf(typeof(CommentStatus))] string Status);

/// <summary>POST /processes/{process}/operator/moderation/{receipt}/copies</summary>
/// <remarks>
/// One page decides about as many copies as its limit; the same request with the cursor of the answer continues. Each copy costs the nine
/// storage operations of a decision, or one if it does not wait for a person; the page costs three more.
/// </remarks>
internal sealed class PostModerationCopies(PublishedProcessCache processes, CommentCopies copies)
{
    [Function(nameof(PostModerationCopies))]
    [Access(Role.Operator)]
    [Operation(
        "Decides about a comment and all copies of its text that wait for a person, page by page.",
        Body = typeof(DecisionRequest),
        Answer = typeof(ListAnswer<CopyAnswer>),
        Refusals = [nameof(Problems.CommentNotModerated), nameof(Problems.SecondPersonRequired), nameof(Problems.AnotherPersonRequired),
            nameof(Problems.DecisionConflict), nameof(Problems.DeliveriesBegun)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/moderation/{receipt}/copies")] HttpRequest request,
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

        DecisionResult? refused = null;
        var answer = await Paging.AnswerStoredAsync(
            request, "moderation.copies." + parsed, AcceptedComments.IsPlace, PageAsync, Json.Api.ListAnswerCopyAnswer);
        return refused is null ? answer : Problems.OfDecision(refused);

        async Task<PageOf<CopyAnswer>> PageAsync(string? after, int limit)
        {
            var page = await copies.DecideAsync(found.Id, parsed, decision, body.Version, after, limit, request.Actor(), cancellationToken);
            refused = page.Refused;
            return new([.. page.Results.Select(r => new CopyAnswer(r.Receipt.ToString(), r.Outcome.Name(), r.Status.Name()))], page.Last);
        }
    }
}
