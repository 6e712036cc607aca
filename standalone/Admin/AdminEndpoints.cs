using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Standalone.Functions;
using ServerlessDecide.Standalone.Hosting;
using ServerlessDecide.Standalone.Http;
using ServerlessDecide.Standalone.Queues;
using ServerlessDecide.Standalone.Timers;

namespace ServerlessDecide.Standalone.Admin;

/// <summary>
/// The real host's admin routes, behind the operator key: list the functions, and run a timer or queue function by hand.
/// Two things the real host lacks: <c>?wait=true</c> answers once the function has run (200 if it succeeded, otherwise 500), and
/// <c>admin/figures</c>.
/// </summary>
internal static partial class AdminEndpoints
{
    public static void Map(WebApplication app, IReadOnlyList<Function> functions)
    {
        var key = app.Services.GetRequiredService<OperatorKey>();
        app.MapMethods("admin/functions", ["GET"], WithKey(key, http => ListAsync(http, functions)));
        app.MapMethods("admin/functions/{name}", ["POST"], WithKey(key, http => RunAsync(http, functions, app.Services)));
        if (!Figures.AreAskedFor(app.Configuration)) return;
        var figures = app.Services.GetRequiredService<Figures>();
        app.MapMethods("admin/figures", ["GET"], WithKey(key, http => ShowAsync(http, figures)));
    }

    private static RequestDelegate WithKey(OperatorKey key, RequestDelegate answer) => http =>
    {
        if (key.IsCarriedBy(http.Request)) return answer(http);
        http.Response.StatusCode = key.Exists ? StatusCodes.Status401Unauthorized : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };

    private static Task ShowAsync(HttpContext http, Figures figures)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(figures.Write(), http.RequestAborted);
    }

    private static Task ListAsync(HttpContext http, IReadOnlyList<Function> functions)
    {
        var list = new JsonArray([.. functions.OrderBy(function => function.Name, StringComparer.Ordinal).Select(function => new JsonObject
        {
            ["name"] = function.Name,
            ["trigger"] = Describe(function.Trigger),
            ["isDisabled"] = function.IsDisabled,
        })]);
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(list.ToJsonString(), http.RequestAborted);
    }

    private static JsonObject Describe(Trigger trigger)
    {
        var description = new JsonObject { ["type"] = trigger.Type };
        switch (trigger)
        {
            case HttpTrigger http:
                description["route"] = http.Route;
                description["methods"] = new JsonArray([.. http.Methods.Select(method => JsonValue.Create(method))]);
                break;
            case QueueTrigger queue:
                description["queueName"] = queue.QueueName;
                break;
            case TimerTrigger timer:
                description["schedule"] = timer.Expression;
                break;
            default:
                break;
        }

        return description;
    }

    private static async Task RunAsync(HttpContext http, IReadOnlyList<Function> functions, IServiceProvider services)
    {
        var name = (string?)http.Request.RouteValues["name"];
        // Disabled functions too: their triggers are ignored, but the holder of the key may run them, as in the real host.
        var function = functions.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));
        if (function is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var work = services.GetRequiredService<RunningWork>();
        var input = await ReadInputAsync(http.Request);
        if (input is null || function.Trigger is HttpTrigger)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var succeeds = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = work.Start(async () => succeeds.SetResult(await RunAsync(function, input, services, work.Stopping)));
        if (!string.Equals(http.Request.Query["wait"], "true", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        var succeeded = await succeeds.Task.WaitAsync(http.RequestAborted);
        http.Response.StatusCode = succeeded ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
    }

    private static async Task<bool> RunAsync(Function function, string input, IServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            var outcome = function.Trigger is TimerTrigger
                ? await services.GetRequiredService<TimerRuns>().RunAsync(function, new TimerInfo(), cancellation)
                : await services.GetRequiredService<InvocationRunner>().RunAsync(
                    function,
                    (scope, token) => new QueueInvocation(
                        function, scope, ReceivedMessage.ByHand(input, services.GetRequiredService<TimeProvider>().GetUtcNow()), token),
                    CancellationToken.None);
            return outcome == Outcome.Succeeded;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("ServerlessDecide.Standalone.Admin");
            LogNotRun(logger, function.Name);
            return false;
        }
    }

    /// <summary>Returns the function's input: empty if the request has no body, null if the body is not <c>{"input": "..."}</c>.</summary>
    private static async Task<string?> ReadInputAsync(HttpRequest request)
    {
        if (request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding")) return "";
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            if (!document.RootElement.TryGetProperty("input", out var input)) return "";
            return input.ValueKind switch
            {
                JsonValueKind.String => input.GetString(),
                JsonValueKind.Null => "",
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Function {Function} was started by hand but did not run because the host is stopping.")]
    private static partial void LogNotRun(ILogger logger, string function);
}
