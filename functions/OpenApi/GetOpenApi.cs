using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http.Documents;

namespace ServerlessDecide.Functions.OpenApi;

/// <summary>GET /openapi.json</summary>
internal sealed class GetOpenApi(OpenApiDescription description)
{
    [Function(nameof(GetOpenApi))]
    [Access(Role.Anyone)]
    [Operation("This description, as OpenAPI 3.1.")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        Task.FromResult<IResult>(new PublicAnswer(description.Served, CachePolicy.Usual));
}
