using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>
/// Counts, when an answer has gone out, what was consulted: a GET of public content that ended with 200, or with 304, which says that the
/// caller reads what it has. And when something was accepted from a visitor, it notes who could be reacted to then.
/// </summary>
internal sealed class UsageMiddleware(
    FunctionTable functions, PublishedProcesses processes, UsageCounters counters, UsageCounting counting, TimeProvider time) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            var function = context.FunctionDefinition.Name;
            var method = http.Request.Method;
            if (HttpMethods.IsGet(method) && SectionOf.Function(function) is { } section)
            {
                http.Response.OnCompleted(() => CountAsync(http, section));
            }
            else if ((HttpMethods.IsPut(method) || HttpMethods.IsPost(method)) && functions.Find(function)?.Caller == Caller.Visitor)
            {
                http.Response.OnCompleted(() => NoteAsync(http));
            }
        }

        return next(context);
    }

    private async Task CountAsync(HttpContext http, ToolSection section)
    {
        if (http.Response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified)) return;
        if (await FindAsync(http) is { } process) counting.Consulted(http, process.Process, section);
    }

    private async Task NoteAsync(HttpContext http)
    {
        if (http.Response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status202Accepted)) return;
        var now = time.GetUtcNow();
        if (await FindAsync(http) is { } process && OthersUnknown.Fewest(process, now) is { } unknown)
        {
            counters.At(process.Process, now).Day.TookPart(unknown);
        }
    }

    // It was found a moment ago, in memory.
    private ValueTask<PublishedProcess?> FindAsync(HttpContext http) =>
        processes.FindAsync(http.GetRouteValue("process") as string ?? "", CancellationToken.None);
}
