using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/municipalities</summary>
internal sealed class ListMunicipalities(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(ListMunicipalities))]
    [Access(Caller.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/municipalities")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessOpen(found, Activity.Information, now) is { } closed) return closed;
        return Paging.Answer(
            request, "municipalities", found.Content.All.Municipalities, item => item.Code, item => MunicipalityAnswer.From(found.Content, item), Json.Api.ListAnswerMunicipalityAnswer, CachePolicy.Until(found.StateOf(Activity.Information, now).ChangesAt, now));
    }
}
