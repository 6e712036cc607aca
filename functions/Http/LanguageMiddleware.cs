using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ServerlessDecide.Functions.Http;

/// <summary>Makes public reads follow the language of their address, and refuses an address that asks for an unknown language.</summary>
internal sealed class LanguageMiddleware : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http) return next(context);
        var function = http.Function();
        if (function.IsPublicRead(http.Request.Method)) Languages.FollowAddressAlone(http);
        // Language does not matter on an unknown route, and refusing a preflight request here would hide the actual refusal from the browser.
        if (function.Name == nameof(UnknownRoute) || Languages.TryRead(http.Request, out _)) return next(context);
        context.GetInvocationResult().Value = Problems.Invalid(Languages.Parameter, Languages.Rule);
        return Task.CompletedTask;
    }
}
