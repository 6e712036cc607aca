using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Comments;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Moderation;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>GET /processes/{process}/operator/moderation?status=&amp;code=</summary>
internal sealed class ListModeration(PublishedProcessCache processes, ReviewQueue reviewQueue, AcceptedComments accepted, TimeProvider time)
{
    [Function(nameof(ListModeration))]
    [Access(Role.Operator)]
    [Operation(
        "Comments that wait for a person, the oldest first; or what is accepted, by day. A page may hold fewer than were asked for.",
        Answer = typeof(ListAnswer<ModeratedCommentAnswer>))]
    [Query("status", "What they wait for: held unless it is given.", Values = ["held", "quarantined", "proposed", "review", "accepted"])]
    [Query("code", "Only those in whose history this code is a reason.", AllOf = typeof(ModerationReasons))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/moderation")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound;
        var list = ReviewList.Held;
        var status = request.Query["status"].ToString();
        var ofAccepted = status == CommentStatus.Accepted.Name();
        if (!ofAccepted && request.Query.ContainsKey("status") && !WireName.TryParse(status, out list))
        {
            return Problems.Invalid(
                "status", new("debe ser held, quarantined, proposed, review o accepted", "must be held, quarantined, proposed, review or accepted"));
        }

        var code = request.Query["code"].ToString() is { Length: > 0 } asked ? asked : null;
        if (code is not null && !ReasonTexts.All.Any(reason => reason.Code == code))
        {
            return Problems.Invalid("code", new("debe ser un código de moderation-reasons", "must be a code of moderation-reasons"));
        }

        var name = $"moderation.{(ofAccepted ? status : list.Name())}{(code is null ? "" : "." + code)}";
        return await Paging.AnswerStoredAsync(
            request, name, ofAccepted ? AcceptedComments.IsPlace : ReviewQueue.IsPlace, PageAsync, Json.Api.ListAnswerModeratedCommentAnswer);

        async Task<PageOf<ModeratedCommentAnswer>> PageAsync(string? after, int limit)
        {
            var page = ofAccepted
                ? await accepted.ReadAsync(found.Id, found.ParticipationDays(time.GetUtcNow()), after, limit, code, cancellationToken)
                : await reviewQueue.ReadAsync(found.Id, list, after, limit, cancellationToken);
            var wanted = page.Comments.Where(c => code is null || c.Comment.WasGiven(code));
            return new([.. wanted.Select(c => ModeratedCommentAnswer.From(c, found))], page.Last);
        }
    }
}
