using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;

namespace ServerlessDecide.Functions.Processes;

internal sealed record HealthAnswer([AllowedValues("ok")] string Status, DateTimeOffset Now);

/// <summary>GET /health</summary>
internal sealed class GetHealth(TimeProvider time)
{
    [Function(nameof(GetHealth))]
    [Access(Role.Anyone)]
    [Operation("Whether the service answers.", Answer = typeof(HealthAnswer), Cached = false)]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request) =>
        Task.FromResult(Results.Json(new HealthAnswer("ok", time.GetUtcNow()), Json.Api.HealthAnswer));
}
