using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Standalone.Hosting;

namespace ServerlessDecide.Standalone.Tests;

/// <summary>
/// The host on a free port with a few function classes and a host.json of its own. All tests share an account, each with its own prefix.
/// An unexpected Warning or Error fails the test.
/// </summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string Key = "the operator's key";

    private readonly IHost host;
    private readonly Log log;
    private readonly string folder;
    private bool stopped;

    private TestHost(IHost host, Log log, string folder)
    {
        this.host = host;
        this.log = log;
        this.folder = folder;
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => host.Services;

    public IEnumerable<string> Logged(LogLevel level) => log.Lines.Where(line => line.Level == level).Select(line => line.Text);

    /// <summary>Expects log lines of Warning and above that contain this text.</summary>
    public TestHost Expecting(string text)
    {
        log.Expected.Add(text);
        return this;
    }

    public static async Task<TestHost> StartAsync(
        IReadOnlyList<Type> functions, Action<FunctionsApplicationBuilder>? configure = null, string? hostJson = null, string[]? args = null)
    {
        var (built, log, folder) = Build(functions, configure, hostJson, args);
        await built.StartAsync();
        return new TestHost(built, log, folder);
    }

    /// <summary>Returns the message with which the host refuses to start.</summary>
    public static string Refusal(
        IReadOnlyList<Type> functions, Action<FunctionsApplicationBuilder>? configure = null, string? hostJson = null, string[]? args = null) =>
        Assert.Throws<StartException>(() => Build(functions, configure, hostJson, args)).Message;

    /// <summary>Returns settings for an account, with a prefix as host id and <c>%Prefix%</c>.</summary>
    public static Action<FunctionsApplicationBuilder> On(string storage, string prefix, params (string Name, string Value)[] settings) =>
        builder => builder.Configuration.AddInMemoryCollection(
        [
            new("AzureWebJobsStorage", storage),
            new("AzureFunctionsWebHost:hostid", prefix),
            new("Prefix", prefix),
            .. settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)),
        ]);

    public async Task StopAsync(TimeSpan? timeout = null)
    {
        stopped = true;
        using var end = new CancellationTokenSource(timeout ?? TimeSpan.FromSeconds(30));
        await host.StopAsync(end.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!stopped) await StopAsync();
        Client.Dispose();
        await ((IAsyncDisposable)host).DisposeAsync();
        Directory.Delete(folder, recursive: true);
        var unexpected = log.Lines.Where(line =>
            line.Level >= LogLevel.Warning && !log.Expected.Any(text => line.Text.Contains(text, StringComparison.Ordinal)));
        Assert.True(!unexpected.Any(), "Unexpected in the log: " + string.Join('\n', unexpected));
    }

    private static (IHost Host, Log Log, string Folder) Build(
        IReadOnlyList<Type> functions, Action<FunctionsApplicationBuilder>? configure, string? hostJson, string[]? args)
    {
        var folder = Directory.CreateTempSubdirectory("standalone-").FullName;
        var path = Path.Combine(folder, "host.json");
        File.WriteAllText(path, hostJson ?? """{"version": "2.0", "extensions": {"queues": {"maxPollingInterval": "00:00:00.2"}}}""");
        var log = new Log();
        var builder = FunctionsApplication.CreateBuilder(args ?? ["--port", "0"]);
        builder.ConfigureFunctionsWebApplication();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration.AddInMemoryCollection([new("OperatorKey", Key)]);
        builder.Services.Configure<StandaloneOptions>(options =>
        {
            options.FunctionClasses = functions;
            options.HostJsonPath = path;
        });
        configure?.Invoke(builder);
        return (builder.Build(), log, folder);
    }

    internal sealed class Log : ILoggerProvider
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = [];

        public ConcurrentBag<string> Expected { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(Log log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                log.Lines.Enqueue((logLevel, $"{category}: {formatter(state, exception)} {exception?.Message}".TrimEnd()));
        }
    }
}

/// <summary>Waits that fail with a message of what they waited for.</summary>
internal static class Wait
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    public static async Task<T> InTimeAsync<T>(this Task<T> task, string what)
    {
        await Task.WhenAny(task, Task.Delay(Long));
        return task.IsCompleted ? await task : throw new TimeoutException($"Waited {Long.TotalSeconds} s for {what}.");
    }

    public static async Task InTimeAsync(this Task task, string what)
    {
        await Task.WhenAny(task, Task.Delay(Long));
        if (!task.IsCompleted) throw new TimeoutException($"Waited {Long.TotalSeconds} s for {what}.");
        await task;
    }

    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using var patience = new CancellationTokenSource(Long);
        while (!await holds())
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"Waited {Long.TotalSeconds} s until {what}.");
            await Task.Delay(20);
        }
    }

    public static Task UntilAsync(Func<bool> holds, string what) => UntilAsync(() => Task.FromResult(holds()), what);
}
