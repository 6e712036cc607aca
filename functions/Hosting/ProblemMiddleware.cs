using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Content;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>
/// The outermost middleware. Over HTTP every exception becomes a problem; in queue and timer functions it escapes, because that is
/// the retry.
/// </summary>
internal sealed partial class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        // By this the operator finds the invocation in the telemetry; the server's own number of the request is nowhere in it.
        if (ActivityContext.TryParse(context.TraceContext.TraceParent, null, out var trace)) http.TraceIdentifier = trace.TraceId.ToHexString();
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        SecurityHeaders.SetOn(headers);
        try
        {
            await next(context);
            // Here, and not after all middleware: where an answer fails there, the worker ends it as if it were whole.
            if (context.GetInvocationResult().Value is IResult answer) await answer.ExecuteAsync(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
            if (!http.Response.HasStarted) http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
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
                StatusCodes.Status413PayloadTooLarge => Problems.BodyTooLarge(null),
                StatusCodes.Status408RequestTimeout => Problems.RequestTimeout(),
                _ => Problems.MalformedBody(),
            };
        }

        if (IsStorageAway(e))
        {
            LogStorageAway(e, function);
            return Problems.StorageUnavailable();
        }

        LogFailed(e, function);
        return Problems.InternalError();
    }

    /// <summary>What the server found wrong with a body while storage was reading it, or null.</summary>
    private static BadHttpRequestException? BadBody(Exception e) => e switch
    {
        BadHttpRequestException bad => bad,
        AggregateException all => all.InnerExceptions.Select(BadBody).FirstOrDefault(found => found is not null),
        _ => e.InnerException is { } inner ? BadBody(inner) : null,
    };

    /// <summary>Whether storage could not be reached or could not answer, as opposed to having refused what we asked.</summary>
    private static bool IsStorageAway(Exception e) => e switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        // For up to a minute after it was dropped, a table or a container takes nothing and cannot be made anew.
        RequestFailedException { ErrorCode: "TableBeingDeleted" or "ContainerBeingDeleted" or "QueueBeingDeleted" } => true,
        // The storage client gives up after its retries with all it met; and with this when the network was silent.
        AggregateException all => all.InnerExceptions.Any(IsStorageAway),
        // A write took so long that it may not be acknowledged any more.
        TimeoutException => true,
        OperationCanceledException or HttpRequestException or IOException or ContentUnavailableException => true,
        // A connection that broke while the client was still looking whom it had reached.
        SocketException => true,
        // A token could not be made because the keys could not be read: Data Protection wraps whatever it meets.
        CryptographicException { InnerException: { } inner } => IsStorageAway(inner),
        _ => false,
    };

    [LoggerMessage(1, LogLevel.Warning, "{Function} could not reach storage")]
    private partial void LogStorageAway(Exception exception, string function);

    [LoggerMessage(2, LogLevel.Error, "{Function} failed")]
    private partial void LogFailed(Exception exception, string function);
}
