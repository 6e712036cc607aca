using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>
/// Measures and traces every invocation: what it was, how long it took and how it ended, by OpenTelemetry's semantic conventions. Of a
/// request it records only the method, the route template and the status, so that telemetry never shows what a person reads or sends.
/// Without a listener it does nothing.
/// </summary>
internal sealed class TelemetryMiddleware(FunctionTable functions, QueueTable queues) : IFunctionsWorkerMiddleware
{
    public const string SourceName = Counters.MeterName;

    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly Meter Meter = new(Counters.MeterName);

    private static readonly Histogram<double> RequestDuration = Meter.CreateHistogram(
        "http.server.request.duration", "s", "Duration of HTTP requests, until the answer was sent.", advice: Buckets);

    private static readonly Histogram<double> MessageDuration = Meter.CreateHistogram(
        "messaging.process.duration", "s", "Duration of processing one message of a queue.", advice: Buckets);

    private static readonly Histogram<double> TimerDuration = Meter.CreateHistogram(
        "faas.invoke_duration", "s", "Duration of one run of a timer.", advice: Buckets);

    private static readonly Counter<long> ColdStarts = Meter.CreateCounter<long>(
        "faas.coldstarts", "{coldstart}", "First HTTP requests of a process.");

    private static readonly Histogram<double> InitDuration = Meter.CreateHistogram(
        "faas.init_duration", "s", "From the start of a process until it had answered its first HTTP request.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 300],
        });

    private static int isWarm;

    // Methods that a client invents must not become time series.
    private static readonly FrozenSet<string> KnownMethods =
        FrozenSet.Create(StringComparer.Ordinal, "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT");

    private readonly Lazy<FrozenDictionary<string, string>> routes =
        new(() => functions.All.ToFrozenDictionary(f => f.Name, f => Locations.Prefix + f.Route, StringComparer.Ordinal));

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            if (RequestDuration.Enabled || Source.HasListeners()) MeasureRequest(context, http);
            return next(context);
        }

        return MessageDuration.Enabled || TimerDuration.Enabled || Source.HasListeners() ? MeasureAsync(context, next) : next(context);
    }

    // Not async: an async method would set Activity.Current only for itself, and a refusal must name its trace.
    private void MeasureRequest(FunctionContext context, HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        var route = routes.Value.GetValueOrDefault(context.FunctionDefinition.Name) ?? context.FunctionDefinition.Name;
        var method = KnownMethods.Contains(http.Request.Method) ? http.Request.Method : "_OTHER";
        var activity = Start(context, $"{method} {route}", ActivityKind.Server);
        http.Response.OnCompleted(() =>
        {
            // A client that disconnects gets no status; 499 is what proxies log for it.
            var status = http.RequestAborted.IsCancellationRequested ? StatusCodes.Status499ClientClosedRequest : http.Response.StatusCode;
            var tags = new TagList { { "http.request.method", method }, { "http.route", route }, { "http.response.status_code", status } };
            if (status >= 500) tags.Add("error.type", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
            RequestDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
            if (Interlocked.Exchange(ref isWarm, 1) == 0) FirstAnswer();
            Stop(activity, tags, status >= 500);
            return Task.CompletedTask;
        });
    }

    private async Task MeasureAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        var name = context.FunctionDefinition.Name;
        var queue = queues.Of(name);
        var tags = queue is null
            ? new TagList { { "faas.trigger", "timer" }, { "faas.name", name } }
            : new TagList { { "messaging.system", "azure_queue_storage" }, { "messaging.operation.name", "process" }, { "messaging.destination.name", queue } };
        var activity = Start(context, queue is null ? name : $"process {queue}", queue is null ? ActivityKind.Internal : ActivityKind.Consumer);
        var failed = true;
        try
        {
            await next(context);
            failed = false;
        }
        catch (Exception e)
        {
            // Only the type of the exception: its message may hold a key or an address.
            tags.Add("error.type", e.GetType().FullName);
            throw;
        }
        finally
        {
            (queue is null ? TimerDuration : MessageDuration).Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
            Stop(activity, tags, failed);
        }
    }

    private static Activity? Start(FunctionContext context, string name, ActivityKind kind) =>
        // Joins the host's trace, if any. Our sampler decides by the trace id; the parent's own decision does not count.
        ActivityContext.TryParse(context.TraceContext.TraceParent, null, isRemote: true, out var parent)
            ? Source.StartActivity(name, kind, parent)
            : Source.StartActivity(name, kind);

    private static void Stop(Activity? activity, in TagList tags, bool failed)
    {
        if (activity is null) return;
        foreach (var (key, value) in tags) activity.SetTag(key, value);
        if (failed) activity.SetStatus(ActivityStatusCode.Error);
        activity.Dispose();
    }

    private static void FirstAnswer()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        ColdStarts.Add(1);
        InitDuration.Record((TimeProvider.System.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime()).TotalSeconds);
    }
}
