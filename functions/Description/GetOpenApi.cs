using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Description;

/// <summary>GET /openapi.json</summary>
internal sealed class GetOpenApi(OpenApiDescription description)
{
    [Function(nameof(GetOpenApi))]
    [Access(Caller.Anyone)]
    [Operation("This description, as OpenAPI 3.1.")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        Task.FromResult<IResult>(new PublicAnswer(description.Served, CachePolicy.Usual));
}
