using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Moderation;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Moderation;

/// <param name="Moderation">What moderation does for this reason; null when it never gives it.</param>
/// <param name="People">What people do for this reason; null when they never give it.</param>
internal sealed record ModerationReasonAnswer(
    [NamesOf(typeof(ModerationReasons), nameof(ModerationReasons.All))] string Code,
    Wording Meaning,
    [AllowedValues("hold", "quarantine", null)] string? Moderation,
    [AllowedValues("accept", "quarantine", null)] string? People);

/// <summary>GET /processes/{process}/moderation-reasons</summary>
internal sealed class ListModerationReasons(PublishedProcessCache processes)
{
    private static readonly CachePolicy Caching = new(300);

    [Function(nameof(ListModerationReasons))]
    [Access(Role.Anyone)]
    [Operation("Why a comment is held, quarantined or accepted: every code that may be a reason.", Answer = typeof(ListAnswer<ModerationReasonAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/moderation-reasons")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is null) return Problems.ProcessNotFound;
        return Paging.Answer(
            request,
            new Listing("moderation-reasons") { Caching = Caching, Snapshot = ReasonTexts.All },
            ReasonTexts.All,
            r => r.Code,
            r => r,
            Json.Api.ListAnswerModerationReasonAnswer);
    }
}
