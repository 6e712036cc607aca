using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moq;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Http;

/// <summary>Tests the middleware without the server of either host.</summary>
public sealed class ProblemMiddlewareTests : IDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private readonly CollectedLogs logs = new();
    private readonly ServiceProvider services;
    private readonly DefaultHttpContext http = new();
    private readonly Lifetime lifetime = new();
    private readonly Mock<FunctionContext> context = new();
    private readonly FakeTimeProvider time = new();
    private readonly ProblemMiddleware middleware;

    public ProblemMiddlewareTests()
    {
        services = new ServiceCollection().AddLogging(logging => logging.AddProvider(logs)).BuildServiceProvider();
        middleware = new ProblemMiddleware(time, services.GetRequiredService<ILogger<ProblemMiddleware>>());
        http.RequestServices = services;
        http.Response.Body = new MemoryStream();
        http.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Setup(c => c.Items).Returns(new Dictionary<object, object> { ["HttpRequestContext"] = http });
        context.Setup(c => c.Features).Returns(new Attached());
        context.Setup(c => c.FunctionDefinition).Returns(Mock.Of<FunctionDefinition>(d => d.Name == "GetSomething"));
        context.Setup(c => c.TraceContext).Returns(Mock.Of<TraceContext>(t => t.TraceParent == $"00-{Trace}-b7ad6b7169203331-01"));
    }

    public static TheoryData<Exception, int> Failures => new()
    {
        { new RequestFailedException(503, "busy"), 503 },
        { new RequestFailedException(409, "is being deleted", "TableBeingDeleted", null), 503 },
        { new RequestFailedException(409, "is being deleted", "ContainerBeingDeleted", null), 503 },
        { new RequestFailedException(409, "is there", "EntityAlreadyExists", null), 500 },
        { new TaskCanceledException(), 503 },
        { new OperationCanceledException(), 503 },
        { new TimeoutException(), 503 },
        { new BadHttpRequestException("too large", 413), 413 },
        { new BadHttpRequestException("broken", 400), 400 },
        { new InvalidOperationException("secret"), 500 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_becomes_the_same_problem_bare_or_wrapped_by_the_worker(Exception failure, int status)
    {
        await InvokeAsync(_ => throw failure);
        Assert.Equal(status, http.Response.StatusCode);

        http.Response.Body = new MemoryStream();
        await InvokeAsync(_ => throw new AggregateException(failure));
        Assert.Equal(status, http.Response.StatusCode);
        Assert.DoesNotContain("secret", Body(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_names_the_trace_that_the_host_uses_for_the_invocation()
    {
        await InvokeAsync(_ => throw new InvalidOperationException());
        Assert.Contains($"\"traceId\":\"{Trace}\"", Body(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_is_written_once()
    {
        await InvokeAsync(c => Give(c, Results.Text("Hola")));
        Assert.Equal("Hola", Body());

        // The host executes the result that the middleware leaves, which writes nothing more.
        await ((IResult)context.Object.GetInvocationResult().Value!).ExecuteAsync(http);
        Assert.Equal("Hola", Body());
    }

    [Fact]
    public async Task An_answer_that_fails_before_it_is_sent_becomes_a_problem_without_the_answers_headers()
    {
        await InvokeAsync(c => Give(c, new Failing(started: false)));
        Assert.Equal(500, http.Response.StatusCode);
        Assert.Equal("application/problem+json", http.Response.ContentType);
        Assert.Equal("no-store", http.Response.Headers.CacheControl);
        Assert.False(http.Response.Headers.ContainsKey("ETag"));
        Assert.False(http.Response.Headers.ContainsKey("Content-Encoding"));
        Assert.False(http.Response.Headers.ContainsKey("Content-Disposition"));
        Assert.Equal(http.Response.Body.Length, http.Response.ContentLength);
        Assert.False(lifetime.IsAborted);
    }

    [Fact]
    public async Task An_answer_that_fails_while_it_is_sent_is_aborted_so_that_a_part_does_not_look_like_the_whole()
    {
        await InvokeAsync(c => Give(c, new Failing(started: true)));
        Assert.True(lifetime.IsAborted);
        Assert.Equal("A part", Body());
        Assert.Contains(logs.Entries, entry => entry.Level == LogLevel.Error);
    }

    [Fact]
    public async Task An_outage_logs_one_line_a_second_with_the_kinds_of_exceptions_and_nothing_of_their_texts()
    {
        var outage = new AggregateException(new RequestFailedException(503, "at some address", "ServerBusy", null), new TaskCanceledException("at another"));
        for (var i = 0; i < 100; i++) await InvokeAsync(_ => throw outage);
        time.Advance(TimeSpan.FromSeconds(1));
        await InvokeAsync(_ => throw outage);

        Assert.Equal(2, logs.Entries.Count);
        Assert.Equal(
            "GetSomething could not reach storage: RequestFailedException 503 ServerBusy, TaskCanceledException. Other requests so refused since the last line: 99",
            logs.Entries[^1].Message);
        Assert.All(logs.Entries, entry => Assert.Null(entry.Exception));
    }

    [Fact]
    public async Task An_invocation_that_the_host_cancels_is_no_failure()
    {
        context.Setup(c => c.CancellationToken).Returns(new CancellationToken(canceled: true));
        await InvokeAsync(_ => throw new TaskCanceledException());
        Assert.Equal(503, http.Response.StatusCode);
        Assert.Empty(logs.Entries);
    }

    [Fact]
    public async Task The_failure_of_a_queue_or_timer_function_is_rethrown()
    {
        context.Setup(c => c.Items).Returns(new Dictionary<object, object>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync(_ => throw new InvalidOperationException()));
    }

    public void Dispose()
    {
        services.Dispose();
        logs.Dispose();
    }

    private Task InvokeAsync(Func<FunctionContext, Task> function) =>
        middleware.Invoke(context.Object, c => function(c));

    private static Task Give(FunctionContext context, IResult answer)
    {
        context.GetInvocationResult().Value = answer;
        return Task.CompletedTask;
    }

    private string Body() => System.Text.Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());

    private sealed class Failing(bool started) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.Headers.ETag = "\"x\"";
            response.Headers.CacheControl = "public, max-age=60";
            response.Headers.ContentEncoding = "gzip";
            response.Headers.ContentDisposition = "attachment";
            if (started)
            {
                httpContext.Features.Set<IHttpResponseFeature>(new Started());
                await response.WriteAsync("A part");
            }

            throw new InvalidOperationException();
        }
    }

    private sealed class Started : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }

    private sealed class Attached : Dictionary<Type, object>, IInvocationFeatures
    {
        public void Set<T>(T instance) => this[typeof(T)] = instance!;

        public T? Get<T>() => TryGetValue(typeof(T), out var feature) ? (T)feature : default;
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;
    }
}
