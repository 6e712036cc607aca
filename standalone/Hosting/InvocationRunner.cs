using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Standalone.Functions;

namespace ServerlessDecide.Standalone.Hosting;

/// <summary>How an invocation without a waiting client ended.</summary>
internal enum Outcome
{
    Succeeded,
    Failed,

    /// <summary>It was cancelled before its end because the host stopped or its lock was lost.</summary>
    Interrupted,
}

/// <summary>Runs queue and timer functions: provides the scope, the pipeline and the timeout, and logs a failure.</summary>
internal sealed partial class InvocationRunner(
    IServiceScopeFactory scopes, FunctionExecutionDelegate pipeline, HostSettings settings, RunningWork work, ILogger<InvocationRunner> logger)
{
    /// <param name="create">Creates the invocation from its services and its cancellation token.</param>
    /// <param name="lost">Ends the invocation, as the host's end and the function's timeout also do.</param>
    public async Task<Outcome> RunAsync(
        Function function, Func<IServiceProvider, CancellationToken, StandaloneContext> create, CancellationToken lost = default)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(work.Aborting, lost);
        if (settings.FunctionTimeout != Timeout.InfiniteTimeSpan) cancellation.CancelAfter(settings.FunctionTimeout);
        await using var scope = scopes.CreateAsyncScope();
        var context = create(scope.ServiceProvider, cancellation.Token);
        try
        {
            await pipeline(context);
            return Outcome.Succeeded;
        }
        catch (OperationCanceledException) when (work.Aborting.IsCancellationRequested || lost.IsCancellationRequested)
        {
            LogInterrupted(logger, function.Name, context.InvocationId);
            return Outcome.Interrupted;
        }
#pragma warning disable CA1031 // An exception of a function ends its invocation and nothing else.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(logger, function.Name, context.InvocationId, failure);
            return Outcome.Failed;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} failed (invocation {Invocation}).")]
    private static partial void LogFailed(ILogger logger, string function, string invocation, Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Function {Function} was interrupted (invocation {Invocation}).")]
    private static partial void LogInterrupted(ILogger logger, string function, string invocation);
}
