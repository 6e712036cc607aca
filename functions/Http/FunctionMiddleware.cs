using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ServerlessDecide.Functions.Http;

/// <summary>Puts the declaration of the called function into the request's features.</summary>
internal sealed class FunctionMiddleware(FunctionTable functions) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && functions.Find(context.FunctionDefinition.Name) is { } function) http.Features.Set(function);
        return next(context);
    }
}

internal static class FunctionFeature
{
    /// <summary>Returns the declaration of the function that answers this request.</summary>
    public static HttpFunction Function(this HttpContext http) => http.Features.GetRequiredFeature<HttpFunction>();
}
