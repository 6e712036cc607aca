using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Standalone.Functions;
using ServerlessDecide.Standalone.Hosting;

namespace ServerlessDecide.Standalone.Http;

/// <summary>Maps an endpoint for each HTTP function.</summary>
internal static partial class HttpEndpoints
{
    public static void Map(WebApplication app, IReadOnlyList<Function> functions, FunctionExecutionDelegate pipeline)
    {
        var key = app.Services.GetRequiredService<OperatorKey>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("ServerlessDecide.Standalone.Http");
        var home = RootEndpoints.Home(app);
        RequestDelegate? homeAnswer = null;
        foreach (var function in functions)
        {
            if (function.IsDisabled || function.Trigger is not HttpTrigger http) continue;
            try
            {
                RequestDelegate answer = http.Level == AuthorizationLevel.Anonymous
                    ? context => AnswerAsync(function, pipeline, context, logger)
                    : context => key.IsCarriedBy(context.Request) ? AnswerAsync(function, pipeline, context, logger) : Refuse(context);
                var endpoint = http.Methods.Length == 0 ? app.Map(http.Route, answer) : app.MapMethods(http.Route, http.Methods, answer);
                endpoint.WithDisplayName(function.Name);
                if (string.Equals(http.Route, home, StringComparison.OrdinalIgnoreCase)) homeAnswer = answer;
            }
            catch (RoutePatternException refused)
            {
                throw new StartException($"Function '{function.Name}': the route '{http.Route}' is no route template. {refused.Message}");
            }
        }

        if (home is not null) RootEndpoints.Map(app, homeAnswer);
    }

    private static async Task AnswerAsync(Function function, FunctionExecutionDelegate pipeline, HttpContext http, ILogger logger)
    {
        var context = new HttpInvocation(function, http);
        try
        {
            await pipeline(context);
            await WriteAsync(context.Result.Value, http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
        }
#pragma warning disable CA1031 // An exception of a function is a 500 to its caller.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(logger, function.Name, context.InvocationId, failure);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    // Null leaves Kestrel's 200 without a body, as in the real integration.
    private static Task WriteAsync(object? value, HttpContext http) => value switch
    {
        null => Task.CompletedTask,
        IResult result => result.ExecuteAsync(http),
        IActionResult result => result.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        _ => http.Response.WriteAsJsonAsync(value, value.GetType(), http.RequestAborted),
    };

    private static Task Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} failed (invocation {Invocation}).")]
    private static partial void LogFailed(ILogger logger, string function, string invocation, Exception failure);
}
