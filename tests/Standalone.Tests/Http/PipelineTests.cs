using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;

namespace ServerlessDecide.Standalone.Tests.Http;

public sealed class PipelineTests
{
    private static readonly Type[] Functions = [typeof(Good), typeof(Bad), typeof(Number), typeof(Things)];

    [Fact]
    public async Task Middleware_runs_in_the_order_it_was_added_and_before_the_result_is_executed()
    {
        await using var host = await TestHost.StartAsync(Functions, WithMiddleware);
        var answer = await host.Client.GetAsync("/api/Good");
        Assert.Equal("good", await answer.Content.ReadAsStringAsync());
        Assert.Equal("outer, inner, function, inner, outer", string.Join(", ", answer.Headers.GetValues("trail")));
    }

    [Fact]
    public async Task Middleware_may_answer_in_place_of_the_function()
    {
        await using var host = await TestHost.StartAsync(Functions, WithMiddleware);
        var answer = await host.Client.GetAsync("/api/Good?stop=1");
        Assert.Equal((HttpStatusCode)418, answer.StatusCode);
        Assert.Equal("outer, inner, outer", string.Join(", ", answer.Headers.GetValues("trail")));
    }

    [Theory]
    [InlineData("/api/Bad", "InvalidOperationException: no")]
    [InlineData("/api/Number?value=x", "FunctionInputConverterException: The parameter 'value' cannot be read as Int32.")]
    public async Task Middleware_catches_the_functions_exceptions_and_binding_errors(string path, string expected)
    {
        await using var host = await TestHost.StartAsync(Functions, WithMiddleware);
        var answer = await host.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_unhandled_exception_gives_a_500_without_a_body_and_an_error_in_the_log()
    {
        await using var host = await TestHost.StartAsync(Functions);
        host.Expecting("Function Bad failed");
        var answer = await host.Client.GetAsync("/api/Bad");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.Single(host.Logged(Microsoft.Extensions.Logging.LogLevel.Error));
    }

    [Fact]
    public async Task UseWhen_runs_middleware_only_for_invocations_that_match()
    {
        await using var host = await TestHost.StartAsync(
            Functions, builder => builder.UseWhen<Outer>(context => context.FunctionDefinition.Name == nameof(Number)));
        Assert.Equal(["function"], (await host.Client.GetAsync("/api/Good")).Headers.GetValues("trail"));
        Assert.True((await host.Client.GetAsync("/api/Number?value=1")).Headers.Contains("trail"));
    }

    [Theory]
    [InlineData("action", HttpStatusCode.Accepted, "")]
    [InlineData("nothing", HttpStatusCode.OK, "")]
    [InlineData("object", HttpStatusCode.OK, """{"name":"ñ"}""")]
    public async Task Results_other_than_IResult_are_executed_or_written(string kind, HttpStatusCode status, string body)
    {
        await using var host = await TestHost.StartAsync(Functions);
        var answer = await host.Client.GetAsync("/api/Things?kind=" + kind);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(body, System.Text.RegularExpressions.Regex.Unescape(await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_client_that_disconnects_cancels_its_function_without_an_error()
    {
        var waiting = new Waiting.Signal();
        await using var host = await TestHost.StartAsync(
            [typeof(Waiting)], builder => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(builder.Services, waiting));
        using var leave = new CancellationTokenSource();
        var request = host.Client.GetAsync("/api/Waiting", leave.Token);
        await waiting.Began.Task.InTimeAsync("the function to begin");
        await leave.CancelAsync();
        await waiting.Cancelled.Task.InTimeAsync("the function to be cancelled");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    [Fact]
    public async Task A_request_under_way_is_answered_while_the_host_stops()
    {
        var waiting = new Waiting.Signal();
        await using var host = await TestHost.StartAsync(
            [typeof(Waiting)], builder => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(builder.Services, waiting));
        var request = host.Client.GetStringAsync("/api/Waiting");
        await waiting.Began.Task.InTimeAsync("the function to begin");
        var stopping = host.StopAsync();
        waiting.Release.SetResult();
        Assert.Equal("done", await request);
        await stopping;
    }

    [Fact]
    public async Task A_result_taken_before_the_function_ran_stays_empty_and_can_still_be_set()
    {
        await using var host = await TestHost.StartAsync(Functions, builder => builder.UseMiddleware<Early>());
        var answer = await host.Client.GetAsync("/api/Good");
        Assert.Equal("early", await answer.Content.ReadAsStringAsync());
    }

    private static void WithMiddleware(FunctionsApplicationBuilder builder)
    {
        builder.UseMiddleware<Outer>();
        builder.UseMiddleware<Inner>();
    }

    private static void Mark(FunctionContext context, string step) => context.GetHttpContext()!.Response.Headers.Append("trail", step);

    internal sealed class Outer : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            Mark(context, "outer");
            try
            {
                await next(context);
            }
            catch (Exception failure)
            {
                context.GetInvocationResult().Value = Results.Text($"{failure.GetType().Name}: {failure.Message}", statusCode: 502);
            }

            Mark(context, "outer");
        }
    }

    internal sealed class Inner : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            Mark(context, "inner");
            if (context.GetHttpContext()!.Request.Query.ContainsKey("stop"))
            {
                context.GetInvocationResult().Value = Results.StatusCode(418);
                return;
            }

            await next(context);
            Mark(context, "inner");
        }
    }

    /// <summary>Takes the result before the function runs, as careless middleware would.</summary>
    internal sealed class Early : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            var early = context.GetInvocationResult();
            await next(context);
            Assert.Null(early.Value);
            Assert.IsAssignableFrom<IResult>(context.GetInvocationResult().Value);
            early.Value = Results.Text("early");
        }
    }

    internal sealed class Good
    {
        [Function(nameof(Good))]
        public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
        {
            await Task.Yield();
            Mark(context, "function");
            return TypedResults.Text("good");
        }
    }

    internal sealed class Bad
    {
        [Function(nameof(Bad))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new InvalidOperationException("no");
    }

    internal sealed class Number
    {
        [Function(nameof(Number))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, int value) => Results.Text($"{value}");
    }

    internal sealed class Things
    {
        [Function(nameof(Things))]
        public Task<object?> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, string kind) =>
            Task.FromResult<object?>(kind switch
            {
                "action" => new StatusCodeResult(202),
                "object" => new { Name = "ñ" },
                _ => null,
            });
    }

    internal sealed class Waiting(Waiting.Signal signal)
    {
        [Function(nameof(Waiting))]
        public async Task<IResult> RunAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellation)
        {
            signal.Began.SetResult();
            try
            {
                await signal.Release.Task.WaitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                signal.Cancelled.SetResult();
                throw;
            }

            return Results.Text("done");
        }

        internal sealed class Signal
        {
            public TaskCompletionSource Began { get; } = new();

            public TaskCompletionSource Release { get; } = new();

            public TaskCompletionSource Cancelled { get; } = new();
        }
    }
}
