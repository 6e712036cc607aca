using Microsoft.AspNetCore.Http;
using ServerlessDecide.Standalone.Functions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The result of an invocation.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public abstract class InvocationResult<T>
{
    /// <summary>The function's return value, or what middleware replaced it with.</summary>
    public abstract T? Value { get; set; }
}

/// <summary>The result of an invocation. For HTTP, the host executes the <see cref="IResult"/> left here by the outermost middleware.</summary>
public abstract class InvocationResult : InvocationResult<object>;

/// <summary>Binding extensions of <see cref="FunctionContext"/>.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>Returns the result as it is now: one taken before the function ran stays null. Setting its value takes effect at once.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context is StandaloneContext own) return new TakenResult(own.Result);

        // A context that a test made: the result lives in its features.
        if (context.Features.Get<StandaloneResult>() is not { } result) context.Features.Set(result = new StandaloneResult());
        return new TakenResult(result);
    }
}

/// <summary>ASP.NET Core extensions of <see cref="FunctionContext"/>.</summary>
public static class FunctionContextExtensions
{
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>Returns the request that triggered the function, or null if its trigger is not HTTP.</summary>
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
