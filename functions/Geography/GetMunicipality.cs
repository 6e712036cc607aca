using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/municipalities/{code}</summary>
internal sealed class GetMunicipality(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(GetMunicipality))]
    [Access(Caller.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/municipalities/{code}")] HttpRequest request,
        string process,
        string code,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessOpen(found, Activity.Information, now) is { } closed) return closed;
        if (found.Content.Municipality(code) is not { } item) return Problems.NotFound();
        var document = PublicDocuments.Of(found.Content, "municipalities/" + code, () => PublicDocument.Json(MunicipalityAnswer.From(found.Content, item), Json.Api.MunicipalityAnswer));
        return new PublicAnswer(document, CachePolicy.Until(found.StateOf(Activity.Information, now).ChangesAt, now));
    }
}
