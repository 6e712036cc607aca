using Microsoft.AspNetCore.Http;
using ServerlessDecide.Standalone.Functions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What an invocation gave.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public abstract class InvocationResult<T>
{
    /// <summary>The function's return value, or what a middleware put in its place.</summary>
    public abstract T? Value { get; set; }
}

/// <summary>What an invocation gave. For HTTP, the <see cref="IResult"/> that stands here after the last middleware is executed.</summary>
public abstract class InvocationResult : InvocationResult<object>;

/// <summary>What bindings add to a <see cref="FunctionContext"/>.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The result of this invocation as it stands now: what was taken before the function ran stays null. What is set counts at once.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context is StandaloneContext own) return new TakenResult(own.Result);

        // A context made by a test: the result lives in its features.
        if (context.Features.Get<StandaloneResult>() is not { } result) context.Features.Set(result = new StandaloneResult());
        return new TakenResult(result);
    }
}

/// <summary>What the ASP.NET Core integration adds to a <see cref="FunctionContext"/>.</summary>
public static class FunctionContextExtensions
{
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>The request that set the function off; null when it was no request.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context switch
        {
            HttpInvocation http => http.HttpContext,
            StandaloneContext => null,
            _ => context.Items.TryGetValue(HttpContextKey, out var value) ? value as HttpContext : null,
        };
    }
}
