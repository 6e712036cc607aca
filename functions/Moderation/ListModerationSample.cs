using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Moderation;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>GET /processes/{process}/operator/moderation/sample</summary>
/// <remarks>A page costs one or two storage operations for each day it covers, and one more for each 1,000 sampled comments it reads.</remarks>
internal sealed class ListModerationSample(PublishedProcessCache processes, AcceptedComments accepted, TimeProvider time)
{
    [Function(nameof(ListModerationSample))]
    [Access(Role.Operator)]
    [Operation(
        "A random sample of each day's comments that moderation accepted and nobody has looked at yet, by day.",
        Answer = typeof(ListAnswer<ModeratedCommentAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/moderation/sample")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound;
        return await Paging.AnswerStoredAsync(request, "moderation.sample", AcceptedComments.IsPlace, PageAsync, Json.Api.ListAnswerModeratedCommentAnswer);

        async Task<PageOf<ModeratedCommentAnswer>> PageAsync(string? after, int limit)
        {
            var page = await accepted.ReadSampleAsync(found.Id, found.ParticipationDays(time.GetUtcNow()), after, limit, cancellationToken);
            return new([.. page.Comments.Select(c => ModeratedCommentAnswer.From(c, found))], page.Last);
        }
    }
}
