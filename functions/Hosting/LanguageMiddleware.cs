using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>Holds what everybody may read to the language of its address, and refuses an address that asks for a language there is not.</summary>
internal sealed class LanguageMiddleware(FunctionTable functions) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http) return next(context);
        var name = context.FunctionDefinition.Name;
        if (functions.Find(name)?.IsPublicRead(http.Request.Method) == true) Languages.FollowAddressAlone(http);
        // Where nothing is answered it does not matter, and a browser that asks first would be kept from the refusal.
        if (name == nameof(UnknownRoute) || Languages.TryRead(http.Request, out _)) return next(context);
        context.GetInvocationResult().Value = Problems.InvalidInput(Languages.Parameter, Languages.Rule);
        return Task.CompletedTask;
    }
}
