using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessDecide.TestSupport;

/// <summary>The three services of a storage account.</summary>
public enum StorageService
{
    Blob,
    Queue,
    Table,
}

/// <summary>How a service of a <see cref="StorageProxy"/> treats incoming requests.</summary>
public sealed class StorageMode
{
    private StorageMode()
    {
    }

    /// <summary>Forwards requests.</summary>
    public static StorageMode Up { get; } = new();

    /// <summary>Cuts connections at once, even with a request under way.</summary>
    public static StorageMode Refuse { get; } = new();

    /// <summary>Accepts requests and never answers them; a change of mode cuts their connections.</summary>
    public static StorageMode Hang { get; } = new() { Waits = true };

    /// <summary>Answers requests with this status and forwards nothing.</summary>
    public static StorageMode Fail(int status) => new() { Status = status };

    internal int Status { get; private init; }

    internal bool Waits { get; private init; }
}

/// <summary>What a hook of a <see cref="StorageProxy"/> does with one request.</summary>
public sealed class ProxyAction
{
    private ProxyAction()
    {
    }

    /// <summary>Goes on as without a hook.</summary>
    public static ProxyAction Continue { get; } = new();

    /// <summary>Cuts the connection without an answer.</summary>
    public static ProxyAction Cut { get; } = new();

    /// <summary>Answers the caller with this status instead.</summary>
    /// <param name="code">Storage's error code; null for the usual one of the status.</param>
    public static ProxyAction Answer(int status, string? code = null) => new() { Status = status, Code = code };

    internal int Status { get; private init; }

    internal string? Code { get; private init; }
}

/// <summary>A request that reached a <see cref="StorageProxy"/>.</summary>
/// <param name="Sequence">1, 2, 3 in the order of arrival over all three services.</param>
/// <param name="Target">Path and query, percent-encoded as they were sent.</param>
public sealed record StorageRequest(int Sequence, StorageService Service, string Method, string Target)
{
    private int status;

    /// <summary>The status that storage answered; null without an answer.</summary>
    public int? Status
    {
        get => Volatile.Read(ref status) is var known and not 0 ? known : null;
        internal set => Volatile.Write(ref status, value ?? 0);
    }

    public override string ToString() => $"{Sequence} {Service} {Method} {Target} {Status}";
}

/// <summary>
/// A proxy between an app and storage. It counts requests, and on command refuses, delays or fails them, or runs a test's code before a
/// request takes effect, or after it took effect and before the app knows. Three listeners on free loopback ports.
/// </summary>
public sealed class StorageProxy : IAsyncDisposable
{
    // Headers of a single connection, and those that the two HTTP stacks write themselves.
    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect", "Content-Length",
    };

    private readonly HttpMessageInvoker storage = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    });

    private readonly ConcurrentQueue<StorageRequest> requests = new();
    private readonly List<Listener> listeners = [];
    private int sequence;

    private StorageProxy()
    {
    }

    /// <summary>The connection string for storage through this proxy.</summary>
    public string ConnectionString => Azurite.ConnectionStringFor(listeners[0].Address, listeners[1].Address, listeners[2].Address);

    /// <summary>Every request so far, in the order of arrival.</summary>
    public IReadOnlyList<StorageRequest> Requests => [.. requests];

    /// <summary>Called before a request is forwarded, in parallel for parallel requests. The body has not been read yet.</summary>
    public Func<StorageRequest, Task<ProxyAction>>? BeforeForward { get; set; }

    /// <summary>Called after storage has answered, so the request took effect, and before the answer is forwarded.</summary>
    public Func<StorageRequest, Task<ProxyAction>>? AfterForward { get; set; }

    /// <summary>Starts a proxy in front of storage.</summary>
    /// <param name="connectionString">A connection string with all three endpoints, such as <see cref="Azurite.ConnectionString"/>.</param>
    public static async Task<StorageProxy> StartAsync(string connectionString)
    {
        var proxy = new StorageProxy();
        foreach (var service in Enum.GetValues<StorageService>())
        {
            var listener = new Listener(service, EndpointOf(service, connectionString));
            await listener.StartAsync(context => proxy.HandleAsync(context, listener));
            proxy.listeners.Add(listener);
        }

        return proxy;
    }

    /// <summary>Switches all three services.</summary>
    public void Set(StorageMode mode)
    {
        foreach (var listener in listeners) listener.Set(mode);
    }

    /// <summary>Switches one service.</summary>
    public void Set(StorageService service, StorageMode mode) => listeners[(int)service].Set(mode);

    /// <summary>Forgets the requests so far; the sequence continues.</summary>
    public void Forget() => requests.Clear();

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in listeners) await listener.DisposeAsync();
        storage.Dispose();
    }

    private async Task HandleAsync(HttpContext context, Listener listener)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var (mode, changed, cut) = listener.State;
        var request = new StorageRequest(Interlocked.Increment(ref sequence), listener.Service, context.Request.Method, target);
        requests.Enqueue(request);
        if (mode.Status > 0)
        {
            await FailAsync(context, request, mode.Status);
            return;
        }

        if (mode.Waits) await UntilCancelledAsync(changed, context.RequestAborted);
        if (mode != StorageMode.Up)
        {
            context.Abort();
            return;
        }

        try
        {
            if (!await GoesOnAsync(BeforeForward, request, context)) return;
            // A request that reached the proxy reaches storage, even if the caller has disconnected.
            using var message = Forwarded(context.Request, listener.Upstream, target);
            using var answer = await storage.SendAsync(message, cut);
            request.Status = (int)answer.StatusCode;
            if (!await GoesOnAsync(AfterForward, request, context)) return;
            await PassOnAsync(answer, context, cut);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private static async Task<bool> GoesOnAsync(Func<StorageRequest, Task<ProxyAction>>? hook, StorageRequest request, HttpContext context)
    {
        var verdict = hook is null ? ProxyAction.Continue : await hook(request);
        if (verdict == ProxyAction.Continue) return true;
        if (verdict == ProxyAction.Cut) context.Abort();
        else await FailAsync(context, request, verdict.Status, verdict.Code);
        return false;
    }

    /// <summary>Answers as storage does: blobs and queues name the error in a header, tables in the body.</summary>
    private static async Task FailAsync(HttpContext context, StorageRequest request, int status, string? code = null)
    {
        code ??= status == StatusCodes.Status503ServiceUnavailable ? "ServerBusy" : "InternalError";
        context.Response.StatusCode = status;
        context.Response.Headers["x-ms-error-code"] = code;
        if (request.Service != StorageService.Table) return;
        context.Response.ContentType = "application/json";
        var message = new { lang = "en", value = "As the test asked" };
        var body = new Dictionary<string, object> { ["odata.error"] = new { code, message } };
        await context.Response.WriteAsync(JsonSerializer.Serialize(body));
    }

    private static HttpRequestMessage Forwarded(HttpRequest request, Uri upstream, string target)
    {
        // Signatures cover the path as it was sent, so it must not be normalized.
        var exactly = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var address = new Uri(upstream.GetLeftPart(UriPartial.Authority) + target, in exactly);
        var message = new HttpRequestMessage(new HttpMethod(request.Method), address)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var chunked = request.Headers.TransferEncoding.Count > 0;
        if (chunked || request.ContentLength is not null)
        {
            message.Content = new StreamContent(request.Body);
            if (!chunked) message.Content.Headers.ContentLength = request.ContentLength;
        }

        foreach (var (name, values) in request.Headers)
        {
            if (NotForwarded.Contains(name)) continue;
            if (!message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        return message;
    }

    private static async Task PassOnAsync(HttpResponseMessage answer, HttpContext context, CancellationToken cancel)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = answer.ReasonPhrase;
        foreach (var headers in new[] { answer.Headers.NonValidated, answer.Content.Headers.NonValidated })
        {
            foreach (var (name, values) in headers)
            {
                if (!NotForwarded.Contains(name)) context.Response.Headers[name] = values.ToArray();
            }
        }

        // The Content-Length of a HEAD or a 304 describes a body that is not sent.
        context.Response.ContentLength = answer.Content.Headers.ContentLength;
        var hasBody = !HttpMethods.IsHead(context.Request.Method)
            && answer.StatusCode is not (HttpStatusCode.NotModified or HttpStatusCode.NoContent);
        if (!hasBody) return;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, context.RequestAborted);
        await answer.Content.CopyToAsync(context.Response.Body, linked.Token);
    }

    private static async Task UntilCancelledAsync(CancellationToken one, CancellationToken other)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var first = one.Register(() => done.TrySetResult());
        await using var second = other.Register(() => done.TrySetResult());
        await done.Task;
    }

    private static Uri EndpointOf(StorageService service, string connectionString)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{service}Endpoint=");
        var part = Array.Find(connectionString.Split(';'), p => p.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"The connection string has no {name}", nameof(connectionString));
        return new Uri(part[name.Length..]);
    }

    /// <summary>One service's listener and its state.</summary>
    private sealed class Listener(StorageService service, Uri upstream) : IAsyncDisposable
    {
        private readonly Lock gate = new();
        private WebApplication? host;
        private StorageMode mode = StorageMode.Up;
        private CancellationTokenSource changed = new();
        private CancellationTokenSource cut = new();

        public StorageService Service { get; } = service;

        public Uri Upstream { get; } = upstream;

        public Uri Address { get; private set; } = upstream;

        /// <summary>The mode, a token that is cancelled when the mode changes, and one that is cancelled when requests under way are cut.</summary>
        public (StorageMode Mode, CancellationToken Changed, CancellationToken Cut) State
        {
            get
            {
                lock (gate) return (mode, changed.Token, cut.Token);
            }
        }

        public async Task StartAsync(RequestDelegate handle)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = null;
                kestrel.Limits.MinRequestBodyDataRate = null;
                kestrel.Limits.MinResponseDataRate = null;
                kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Use(next => connection =>
                {
                    if (State.Mode != StorageMode.Refuse) return next(connection);
                    connection.Abort();
                    return Task.CompletedTask;
                }));
            });
            host = builder.Build();
            host.Run(handle);
            await host.StartAsync();
            Address = new Uri(host.Urls.Single() + "/");
        }

        public void Set(StorageMode next)
        {
            lock (gate)
            {
                mode = next;
                changed.Cancel();
                changed = new CancellationTokenSource();
                if (next != StorageMode.Refuse) return;
                cut.Cancel();
                cut = new CancellationTokenSource();
            }
        }

        public async ValueTask DisposeAsync()
        {
            Set(StorageMode.Refuse);
            if (host is not null) await host.DisposeAsync();
            changed.Dispose();
            cut.Dispose();
        }
    }
}
