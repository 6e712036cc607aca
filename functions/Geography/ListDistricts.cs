using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/districts</summary>
internal sealed class ListDistricts(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(ListDistricts))]
    [Access(Caller.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/districts")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessOpen(found, Activity.Information, now) is { } closed) return closed;
        return Paging.Answer(
            request, "districts", found.Content.All.Districts, item => item.Number, item => DistrictAnswer.From(found.Content, item), Json.Api.ListAnswerDistrictAnswer, CachePolicy.Until(found.StateOf(Activity.Information, now).ChangesAt, now));
    }
}
