using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

/// <summary>GET /start</summary>
/// <remarks>The standalone host answers it at / as well, and the site on Azure leads there (infra/site).</remarks>
internal sealed class GetStart(PublishedProcessCache processes, FunctionTable functions, TimeProvider time, IOptions<FrontOptions> options)
{
    [Function(nameof(GetStart))]
    [Access(Role.Anyone)]
    [Operation("The front page of this installation: its processes, what is open now, and what can be downloaded.", MediaType = "text/html", Refusals = [nameof(Problems.StorageUnavailable)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "start")] HttpRequest request, CancellationToken cancellationToken)
    {
        var all = await processes.ListAsync(cancellationToken);
        var shown = all.Where(p => !p.Process.IsDraft).OrderByDescending(p => p.Process.Id.Value == options.Value.FrontProcess).ToList();
        var now = time.GetUtcNow();
        var language = Languages.Of(request);
        // Between two changes of a calendar the page stays the same.
        var next = StartPage.ChangesAt(shown, now);
        var document = PublicDocumentCache.Of(all, $"start {language.Tag()} {next:O}", () => StartPage.Write(shown, functions, now, language));
        SecurityHeaders.SetOnPage(request.HttpContext.Response.Headers, StartPage.ContentSecurityPolicy);
        return new PublicAnswer(document, CachePolicy.Until(next, now), language);
    }
}
