using System.Collections;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessDecide.Standalone.Functions;

/// <summary>An invocation by this host. What most functions never use is created on first use.</summary>
internal abstract class StandaloneContext(Function function) : FunctionContext
{
    private string? invocationId;
    private IDictionary<object, object>? items;
    private Features? features;
    private BindingContext? bindingContext;

    public Function Function { get; } = function;

    public StandaloneResult Result { get; } = new();

    public override string InvocationId => invocationId ??= Guid.CreateVersion7().ToString();

    public override string FunctionId => Function.Definition.Id;

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override TraceContext TraceContext => CurrentTrace.Instance;

    public override RetryContext RetryContext => NoRetry.Instance;

    public override BindingContext BindingContext => bindingContext ??= new Data(ReadBindingData());

    public override IInvocationFeatures Features => features ??= new Features();

    public override IDictionary<object, object> Items
    {
        get => items ??= FirstItems();
        set => items = value;
    }

    protected abstract IReadOnlyDictionary<string, object?> ReadBindingData();

    protected virtual Dictionary<object, object> FirstItems() => [];

    private sealed class Data(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class NoRetry : RetryContext
    {
        public static readonly NoRetry Instance = new();

        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }

    private sealed class CurrentTrace : TraceContext
    {
        public static readonly CurrentTrace Instance = new();

        public override string TraceParent => Activity.Current?.Id ?? "";

        public override string TraceState => Activity.Current?.TraceStateString ?? "";
    }
}

/// <summary>An invocation by an HTTP request, with the request's own scope and cancellation.</summary>
internal sealed class HttpInvocation(Function function, HttpContext http) : StandaloneContext(function)
{
    public HttpContext HttpContext { get; } = http;

    // Kestrel cancels it when the client disconnects, and when the host's shutdown timeout is over.
    public override CancellationToken CancellationToken => HttpContext.RequestAborted;

    public override IServiceProvider InstanceServices
    {
        get => HttpContext.RequestServices;
        set => HttpContext.RequestServices = value;
    }

    protected override Dictionary<object, object> FirstItems() => new() { [FunctionContextExtensions.HttpContextKey] = HttpContext };

    protected override IReadOnlyDictionary<string, object?> ReadBindingData()
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in HttpContext.Request.Query) data[name] = value.ToString();
        foreach (var (name, value) in HttpContext.Request.RouteValues) data[name] = value?.ToString();
        return data;
    }
}

/// <summary>An invocation by a queue message.</summary>
internal sealed class QueueInvocation(
    Function function, IServiceProvider services, Queues.ReceivedMessage message, CancellationToken cancellation) : StandaloneContext(function)
{
    public Queues.ReceivedMessage Message { get; } = message;

    public override CancellationToken CancellationToken { get; } = cancellation;

    public override IServiceProvider InstanceServices { get; set; } = services;

    protected override IReadOnlyDictionary<string, object?> ReadBindingData() => Message.ReadBindingData();
}

/// <summary>An invocation by a schedule, or by hand.</summary>
internal sealed class TimerInvocation(
    Function function, IServiceProvider services, TimerInfo timer, CancellationToken cancellation) : StandaloneContext(function)
{
    public TimerInfo Timer { get; } = timer;

    public override CancellationToken CancellationToken { get; } = cancellation;

    public override IServiceProvider InstanceServices { get; set; } = services;

    protected override IReadOnlyDictionary<string, object?> ReadBindingData() => new Dictionary<string, object?>();
}

/// <summary>The function's return value, or what middleware replaced it with.</summary>
internal sealed class StandaloneResult
{
    public object? Value { get; set; }
}

/// <summary>The result as a middleware sees it: like the official one, a copy of the value when it asked.</summary>
internal sealed class TakenResult(StandaloneResult result) : InvocationResult
{
    private object? value = result.Value;

    public override object? Value
    {
        get => value;
        set => result.Value = this.value = value;
    }
}

internal sealed class Features : IInvocationFeatures
{
    private readonly Dictionary<Type, object> features = [];

    public void Set<T>(T instance)
    {
        if (instance is null) features.Remove(typeof(T));
        else features[typeof(T)] = instance;
    }

    public T? Get<T>() => features.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
