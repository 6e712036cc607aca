using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;

namespace ServerlessDecide.Functions.Http;

/// <summary>Answers every address and method that no other function answers: 404, 405 with <c>Allow</c>, or a CORS preflight.</summary>
/// <remarks>Azure's host is reported to try routes in the order of the functions' names, so this name must sort last (a test checks it).</remarks>
internal sealed class UnknownRoute(FunctionTable functions, AllowedOrigins origins)
{
    [Function(nameof(UnknownRoute))]
    [Access(Role.Anyone)]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, string? path)
    {
        var here = functions.At(path ?? "");
        if (here.Count == 0) return Task.FromResult<IResult>(Problems.RouteNotFound);
        var allow = string.Join(", ", here.SelectMany(f => f.Methods).Append("OPTIONS").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        if (!HttpMethods.IsOptions(request.Method)) return Task.FromResult<IResult>(Problems.MethodNotAllowed with { Allow = allow });

        var headers = request.HttpContext.Response.Headers;
        headers.Allow = allow;
        if (origins.TryAllow(request.HttpContext, here)) return Task.FromResult(Results.NoContent());
        if (here.Any(f => f.Role == Role.Anyone && f.Methods.Contains("GET")))
        {
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlAllowMethods = "GET, HEAD";
            headers.AccessControlAllowHeaders = "If-None-Match";
            headers.AccessControlMaxAge = "86400";
        }

        return Task.FromResult(Results.NoContent());
    }
}
