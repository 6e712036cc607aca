using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>
/// Counts consultations once the answer is sent: a GET of public content that ended with 200, or with 304, where the caller reads its own
/// copy. When a visitor's reaction or comment was accepted, it also notes <see cref="OthersUnknown"/> of that moment.
/// </summary>
internal sealed class UsageMiddleware(
    PublishedProcessCache processes, UsageCounters counters, UsageCounting counting, TimeProvider time) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            var function = http.Function();
            var method = http.Request.Method;
            if (HttpMethods.IsGet(method) && function.Section is { } section)
            {
                http.Response.OnCompleted(() => CountAsync(http, section));
            }
            else if ((HttpMethods.IsPut(method) || HttpMethods.IsPost(method)) && function.Role == Role.Visitor)
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
        if (await FindAsync(http) is { } process && OthersUnknown.FewestShown(process, now) is { } unknown)
        {
            counters.At(process.Process, now).Day.TookPart(unknown);
        }
    }

    // The function has just looked it up, so it is in memory.
    private ValueTask<PublishedProcess?> FindAsync(HttpContext http) =>
        processes.FindAsync(http.GetRouteValue("process") as string ?? "", CancellationToken.None);
}
