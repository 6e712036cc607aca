using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/districts/{number}</summary>
internal sealed class GetDistrict(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(GetDistrict))]
    [Access(Caller.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/districts/{number}")] HttpRequest request,
        string process,
        string number,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessOpen(found, Activity.Information, now) is { } closed) return closed;
        if (found.Content.District(number) is not { } item) return Problems.NotFound();
        var document = PublicDocuments.Of(found.Content, "districts/" + number, () => PublicDocument.Json(DistrictAnswer.From(found.Content, item), Json.Api.DistrictAnswer));
        return new PublicAnswer(document, CachePolicy.Until(found.StateOf(Activity.Information, now).ChangesAt, now));
    }
}
