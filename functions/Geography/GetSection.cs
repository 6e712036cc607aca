using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/sections/{section}</summary>
internal sealed class GetSection(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(GetSection))]
    [Access(Caller.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/sections/{section}")] HttpRequest request,
        string process,
        string section,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessOpen(found, Activity.Information, now) is { } closed) return closed;
        if (found.Content.Section(section) is not { } item) return Problems.NotFound();
        var document = PublicDocuments.Of(found.Content, "sections/" + section, () => PublicDocument.Json(SectionAnswer.From(found.Content, item), Json.Api.SectionAnswer));
        return new PublicAnswer(document, CachePolicy.Until(found.StateOf(Activity.Information, now).ChangesAt, now));
    }
}
