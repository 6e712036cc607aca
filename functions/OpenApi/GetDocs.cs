using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;

namespace ServerlessDecide.Functions.OpenApi;

/// <summary>GET /docs</summary>
internal sealed class GetDocs(OpenApiDescription description)
{
    [Function(nameof(GetDocs))]
    [Access(Role.Anyone)]
    [Operation("This description as a page to read.", MediaType = "text/html")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request)
    {
        var language = Languages.Of(request);
        var document = PublicDocumentCache.Of(description, "docs " + language.Tag(), () => DocsPage.Write(description.Document, language));
        SecurityHeaders.SetOnPage(request.HttpContext.Response.Headers, DocsPage.ContentSecurityPolicy);
        return Task.FromResult<IResult>(new PublicAnswer(document, CachePolicy.Usual, language));
    }
}
