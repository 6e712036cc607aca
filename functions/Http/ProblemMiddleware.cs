using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Publication;
using ServerlessDecide.Storage;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Functions.Http;

/// <summary>
/// Turns every exception of an HTTP function into a problem. Exceptions of queue and timer functions escape, so that the host retries.
/// Only the telemetry middleware runs outside of it.
/// </summary>
internal sealed partial class ProblemMiddleware(TimeProvider time, ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private readonly LogPace outages = new(time);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        // The operator finds the invocation in the telemetry by the trace id; the server's own request id does not appear there.
        if (ActivityContext.TryParse(context.TraceContext.TraceParent, null, out var trace)) http.TraceIdentifier = trace.TraceId.ToHexString();
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        SecurityHeaders.SetOn(headers);
        try
        {
            await next(context);
            // Execute the answer here: when one fails after all middleware, the worker ends it as if it were complete.
            if (context.GetInvocationResult().Value is IResult answer) await answer.ExecuteAsync(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
            if (!http.Response.HasStarted) http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The host ended the invocation: it noticed before this server that the client has disconnected, or it stops.
            if (http.Response.HasStarted) http.Abort();
            else await Problems.StorageUnavailable.ExecuteAsync(http);
        }
        catch (Exception e)
        {
            var problem = Of(e, context.FunctionDefinition.Name);
            if (http.Response.HasStarted) http.Abort();
            else await problem.ExecuteAsync(http);
        }

        context.GetInvocationResult().Value = Results.Empty;
    }

    private Problem Of(Exception e, string function)
    {
        if (BadBody(e) is { } bad)
        {
            return bad.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Problems.BodyTooLarge,
                StatusCodes.Status408RequestTimeout => Problems.RequestTimeout,
                _ => Problems.MalformedBody,
            };
        }

        // The process was removed a moment ago, and this instance has not read that yet.
        if (e is SecretSealedException) return Problems.ProcessNotFound;
        if (IsStorageAway(e))
        {
            if (outages.Passes(out var others)) LogStorageAway(function, FailureKinds.Of(e), others);
            return Problems.StorageUnavailable;
        }

        LogFailed(e, function);
        return Problems.InternalError;
    }

    /// <summary>Returns the exception of a bad body that storage was reading, or null.</summary>
    private static BadHttpRequestException? BadBody(Exception e) => e switch
    {
        BadHttpRequestException bad => bad,
        AggregateException all => all.InnerExceptions.Select(BadBody).FirstOrDefault(found => found is not null),
        _ => e.InnerException is { } inner ? BadBody(inner) : null,
    };

    /// <summary>Whether storage could not be reached or could not answer, as opposed to refusing the request.</summary>
    private static bool IsStorageAway(Exception e) => e switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        // For up to a minute after its deletion, a table or a container rejects writes and cannot be recreated.
        RequestFailedException { ErrorCode: "TableBeingDeleted" or "ContainerBeingDeleted" or "QueueBeingDeleted" } => true,
        // The storage client throws this after its last retry, with the exceptions of all tries; also when the network was silent.
        AggregateException all => all.InnerExceptions.Any(IsStorageAway),
        // A write took too long to be acknowledged (WriteDeadline).
        TimeoutException => true,
        OperationCanceledException or HttpRequestException or IOException or ContentUnavailableException => true,
        // The connection broke while the client was still establishing it.
        SocketException => true,
        // Data Protection could not read its keys to make a token; it wraps every exception.
        CryptographicException { InnerException: { } inner } => IsStorageAway(inner),
        _ => false,
    };

    [LoggerMessage(1, LogLevel.Warning, "{Function} could not reach storage: {Kinds}. Other requests so refused since the last line: {Others}")]
    private partial void LogStorageAway(string function, string kinds, long others);

    [LoggerMessage(2, LogLevel.Error, "{Function} failed")]
    private partial void LogFailed(Exception exception, string function);
}
