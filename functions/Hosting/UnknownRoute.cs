using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>Any method, any address that nothing else answers: 404, 405 with <c>Allow</c>, or the answer to a browser that asks before a request from another origin.</summary>
/// <remarks>Azure's host is reported to try routes in the order of the functions' names: this one's must be the last (a test says so).</remarks>
internal sealed class UnknownRoute(FunctionTable functions)
{
    [Function(nameof(UnknownRoute))]
    [Access(Caller.Anyone)]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, string? path)
    {
        var here = functions.At(path ?? "");
        if (here.Count == 0) return Task.FromResult<IResult>(Problems.RouteNotFound());
        var allow = string.Join(", ", here.SelectMany(f => f.Methods).Append("OPTIONS").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        if (!HttpMethods.IsOptions(request.Method)) return Task.FromResult<IResult>(Problems.MethodNotAllowed(allow));

        var headers = request.HttpContext.Response.Headers;
        headers.Allow = allow;
        if (here.Any(f => f.Caller == Caller.Anyone && f.Methods.Contains("GET")))
        {
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlAllowMethods = "GET, HEAD";
            headers.AccessControlAllowHeaders = "If-None-Match";
            headers.AccessControlMaxAge = "86400";
        }

        return Task.FromResult(Results.NoContent());
    }
}
