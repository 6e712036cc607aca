using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Moderation;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>GET /processes/{process}/operator/moderation?status=</summary>
internal sealed class ListModeration(PublishedProcesses processes, WorkList workList)
{
    [Function(nameof(ListModeration))]
    [Access(Caller.Operator)]
    [Operation("Comments that wait for a person, the oldest first. A page may hold fewer than were asked for.", Answer = typeof(ListAnswer<ModeratedCommentAnswer>))]
    [Query("status", "What they wait for: held unless it is given.", Values = ["held", "quarantined", "proposed"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/moderation")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound();
        var list = WaitingList.Held;
        if (request.Query.TryGetValue("status", out var status) && !WaitingListNames.TryParse(status, out list))
        {
            return Problems.InvalidInput("status", new("debe ser held, quarantined o proposed", "must be held, quarantined or proposed"));
        }

        return await Paging.AnswerStoredAsync(request, "moderation." + list.Name(), WorkList.IsPlace, PageAsync, Json.Api.ListAnswerModeratedCommentAnswer);

        async Task<PageOf<ModeratedCommentAnswer>> PageAsync(string? after, int limit)
        {
            var page = await workList.ReadAsync(found.Id, list, after, limit, cancellationToken);
            return new([.. page.Comments.Select(c => ModeratedCommentAnswer.From(c, found))], page.Last);
        }
    }
}
