using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServerlessDecide.Content;
using ServerlessDecide.Functions;
using ServerlessDecide.Imports;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Standalone.Hosting;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.TestSupport;

/// <summary>Options of an app under test.</summary>
public sealed record TestAppOptions
{
    /// <summary>The time that its clock shows.</summary>
    public string At { get; init; } = "2021-05-10T12:00:00-05:00";

    /// <summary>The connection string; null for the Azurite that all tests share.</summary>
    public string? Storage { get; init; }

    /// <summary>The prefix of every name in storage; null for a new one. The same prefix is the same installation, started again.</summary>
    public string? Prefix { get; init; }

    /// <summary>The operator key; empty for an app without operator and admin routes.</summary>
    public string OperatorKey { get; init; } = TestApp.Key;

    /// <summary>The second person's key; empty for an app without one.</summary>
    public string ConfirmationKey { get; init; } = TestApp.SecondKey;

    /// <summary>Names of the timers that follow their schedules. The others run only when a test fires them.</summary>
    public IReadOnlyCollection<string> Timers { get; init; } = [];

    /// <summary>Settings that override all others.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Registers services after all others.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}

/// <summary>
/// The app in this process, assembled as in Program.cs, on a free port and on Azurite under a prefix of its own, with a clock that the test
/// moves. An unexpected Warning or Error fails the test.
/// </summary>
/// <remarks>Linked into each test project that uses it, because it needs the app, which TestSupport does not reference.</remarks>
public sealed class TestApp : IAsyncDisposable
{
    /// <summary>The operator's key, unless the options name another.</summary>
    public const string Key = "the-key-of-the-operator-in-tests";

    /// <summary>The second person's key, unless the options name another.</summary>
    public const string SecondKey = "the-key-of-the-second-person-in-tests";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private readonly IHost host;
    private readonly SocketsHttpHandler handler = new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        // No trace headers: the client sends only what the test wrote.
        ActivityHeadersPropagator = null,
        // Send header bytes as the test wrote them, one for each character.
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    };

    private readonly List<string> expected = [];
    private bool stopped;
    private int looked;

    private TestApp(IHost host, CollectedLogs logs, FakeTimeProvider time, string prefix, string storage, string key)
    {
        this.host = host;
        Logs = logs;
        Time = time;
        Prefix = prefix;
        Storage = storage;
        Root = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = NewClient();
        Operator = NewClient();
        if (key.Length > 0) Operator.DefaultRequestHeaders.Add("x-functions-key", key);
        SecondPerson = NewClient();
        SecondPerson.DefaultRequestHeaders.Add("x-functions-key", SecondKey);
    }

    /// <summary>The root of the server, above <c>/api/v1</c> and <c>/admin</c>.</summary>
    public Uri Root { get; }

    /// <summary>A client without a credential, with URLs relative to <c>/api/v1/</c>. No redirects, no cookies, no decompression.</summary>
    public HttpClient Client { get; }

    /// <summary>A client with the operator's key.</summary>
    public HttpClient Operator { get; }

    /// <summary>A client with the second person's key.</summary>
    public HttpClient SecondPerson { get; }

    /// <summary>The app's clock. It stands still until the test moves it.</summary>
    public FakeTimeProvider Time { get; }

    /// <summary>The prefix of every name that this app uses in storage.</summary>
    public string Prefix { get; }

    /// <summary>The connection string of this app's storage.</summary>
    public string Storage { get; }

    /// <summary>Everything the app logged.</summary>
    public CollectedLogs Logs { get; }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => host.Services;

    public static async Task<TestApp> StartAsync(TestAppOptions? options = null)
    {
        options ??= new TestAppOptions();
        var storage = options.Storage ?? await Azurite.SharedConnectionStringAsync();
        var prefix = options.Prefix ?? Azurite.NewPrefix();
        var logs = new CollectedLogs();
        var time = new FakeTimeProvider(DateTimeOffset.Parse(options.At, CultureInfo.InvariantCulture));

        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(
        [
            new("port", "0"),
            new("At", ""),
            new("DataStorage", storage),
            new("AzureWebJobsStorage", storage),
            new("StoragePrefix", prefix),
            new("AzureFunctionsWebHost:hostid", prefix),
            new("OperatorKey", options.OperatorKey),
            new("ConfirmationKey", options.ConfirmationKey),
            new("ProofCost", "1"),
            // All visitors of a test come from one machine; tests of bursts override this.
            new("SharedNetworks", "127.0.0.0/8, ::1/128"),
            new("AzureFunctionsJobHost:extensions:queues:visibilityTimeout", "00:00:01"),
            new("AzureFunctionsJobHost:extensions:queues:maxPollingInterval", "00:00:00.2"),
            .. TimerNames.Except(options.Timers).Select(name => new KeyValuePair<string, string?>($"AzureWebJobs.{name}.Disabled", "true")),
        ]);
        builder.Configuration.AddInMemoryCollection(options.Settings);
        builder.ConfigureFunctionsWebApplication();
        // Before the app, which adds the export of its log.
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.UseServerlessDecide();
        builder.Services.Configure<StandaloneOptions>(standalone =>
        {
            standalone.FunctionAssembly = typeof(Composition).Assembly;
            standalone.HostJsonPath = Path.Combine(Repository.Root, "functions", "host.json");
        });
        builder.Services.AddSingleton<TimeProvider>(time);
        options.Services?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new TestApp(host, logs, time, prefix, storage, options.OperatorKey);
    }

    /// <summary>Expects warnings and errors with one of these event names, or with one of these texts in their message.</summary>
    public TestApp Expecting(params string[] eventNamesOrMessageParts)
    {
        expected.AddRange(eventNamesOrMessageParts);
        return this;
    }

    /// <summary>Returns another client like <see cref="Client"/>.</summary>
    public HttpClient NewClient() => new(handler, disposeHandler: false) { BaseAddress = new Uri(Root, "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Runs a timer to its end, as an operator can by hand, and fails unless it succeeds.</summary>
    public async Task FireAsync(string timer)
    {
        using var answer = await Operator.PostAsync(new Uri(Root, $"/admin/functions/{timer}?wait=true"), null);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{timer}: {answer.StatusCode}");
    }

    /// <summary>Creates a process, by default with the calendar of 2021.</summary>
    public async Task<JsonElement> CreateProcessAsync(string id, TestCalendar? calendar = null, string timeZone = "America/Mexico_City")
    {
        using var answer = await Operator.PostAsJsonAsync("processes", new
        {
            id,
            name = $"Elecciones {id}",
            timeZone,
            electionDay = "2021-06-06",
            activities = (calendar ?? TestCalendar.Of2021()).Activities,
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Puts a calendar with the current ETag as If-Match.</summary>
    public async Task<HttpResponseMessage> PutCalendarAsync(string process, TestCalendar calendar, string? reason = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"processes/{process}/operator/calendar")
        {
            Content = JsonContent.Create(new { activities = calendar.Activities, reason }),
        };
        request.Headers.IfMatch.Add(await TagOfAsync(process));
        return await Operator.SendAsync(request);
    }

    /// <summary>Confirms the pending calendar with the current ETag as If-Match, by default as the second person.</summary>
    public async Task<HttpResponseMessage> ConfirmCalendarAsync(string process, HttpClient? by = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"processes/{process}/operator/calendar/confirmation");
        request.Headers.IfMatch.Add(await TagOfAsync(process));
        return await (by ?? SecondPerson).SendAsync(request);
    }

    /// <summary>Returns the current ETag of a process.</summary>
    public async Task<EntityTagHeaderValue> TagOfAsync(string process)
    {
        using var read = await Client.GetAsync($"processes/{process}");
        return read.Headers.ETag ?? throw new InvalidOperationException($"{process}: {read.StatusCode}");
    }

    /// <summary>Imports a file, waits for the end and returns the state of the import, done or failed.</summary>
    public async Task<JsonElement> ImportAsync(string process, string dataset, string body, string contentType = "text/csv")
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var answer = await Operator.PostAsync($"processes/{process}/operator/imports/{dataset}", content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        JsonElement state = default;
        await WaitUntilAsync(
            async () =>
            {
                state = await Operator.GetFromJsonAsync<JsonElement>(answer.Headers.Location);
                return state.GetProperty("status").GetString() is "done" or "failed";
            },
            $"the import of {dataset} ends");
        return state;
    }

    /// <summary>Imports a file and fails unless the import is done.</summary>
    public async Task ImportedAsync(string process, string dataset, string body, string contentType = "text/csv")
    {
        var state = await ImportAsync(process, dataset, body, contentType);
        Assert.True(state.GetProperty("status").GetString() == "done", state.GetRawText());
    }

    /// <summary>Publishes files as the content of a process, as their imports one after the other would; no import is on record.</summary>
    public async Task PublishAsync(string process, params IEnumerable<(string Dataset, string Text)> files)
    {
        var id = ProcessId.Parse(process);
        var errors = new ImportErrors();
        var content = files.Aggregate(ProcessContent.Empty, (current, file) =>
        {
            var dataset = Datasets.Find(file.Dataset)!;
            var rows = dataset.Format switch
            {
                ImportFormat.Table => ImportRows.ReadCsv(file.Text, dataset.RequiredColumns(), errors),
                ImportFormat.Json => ImportRows.ReadJson(file.Text, errors),
                _ => ImportRows.ReadGeoJson(file.Text, null, errors),
            };
            return dataset.Apply(new ImportContext(current, Time.GetUtcNow().ToUniversalTime()), rows, errors);
        });
        Assert.Empty(errors.Reported);
        var version = await Services.GetRequiredService<ContentStore>().WriteAsync(id, content, default);
        await Services.GetRequiredService<CatalogStore>().ChangeAsync(c => c.Replace(c.Find(id)! with { ContentVersion = version }), default);
        await Services.GetRequiredService<PublishedProcessCache>().RefreshAsync(default);
    }

    /// <summary>Returns a new visitor after solving its proof of work.</summary>
    public async Task<TestVisitor> NewVisitorAsync(string process)
    {
        var challenge = await Client.GetFromJsonAsync<JsonElement>($"processes/{process}/challenge");
        using var answer = await Client.PostAsJsonAsync($"processes/{process}/visitors", new { altcha = Altcha.Solve(challenge) });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return VisitorWith(process, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!);
    }

    /// <summary>Returns a visitor with a token, even if the calendar does not allow new ones now.</summary>
    public TestVisitor EarlierVisitor(string process) =>
        VisitorWith(process, Services.GetRequiredService<VisitorTokenProtector>().Issue(ProcessId.Parse(process), Time.GetUtcNow()).Token);

    /// <summary>Waits, in real time and with a time limit, until a condition holds.</summary>
    public static async Task WaitUntilAsync(Func<Task<bool>> condition, string what)
    {
        using var end = new CancellationTokenSource(Timeout);
        // Longer and longer, so that a long wait does not use up the limit of what it asks.
        for (var times = 0; !await condition(); times++)
        {
            if (end.IsCancellationRequested) throw new TimeoutException($"Waited {Timeout.TotalSeconds} s until {what}.");
            await Task.Delay(times < 25 ? 20 : times < 75 ? 100 : 250);
        }
    }

    /// <summary>Stops the app as SIGTERM does. Its logs remain readable.</summary>
    public async Task StopAsync()
    {
        if (stopped) return;
        stopped = true;
        await host.StopAsync();
    }

    /// <summary>Fails, once, on unexpected warnings and errors. Disposing does it too.</summary>
    public void AssertNothingUnexpected()
    {
        // Fail only once, so that a shared app does not blame the next test.
        if (Interlocked.Exchange(ref looked, 1) == 1) return;
        Logs.AssertNothingUnexpected([.. expected]);
        looked = 0;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        Operator.Dispose();
        SecondPerson.Dispose();
        handler.Dispose();
        await ((IAsyncDisposable)host).DisposeAsync();
        AssertNothingUnexpected();
    }

    private TestVisitor VisitorWith(string process, string token)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new TestVisitor(process, token, client);
    }

    private static readonly string[] TimerNames =
    [
        .. from type in typeof(Composition).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           where method.GetParameters().Any(p => p.IsDefined(typeof(TimerTriggerAttribute)))
           select method.GetCustomAttribute<FunctionAttribute>()!.Name,
    ];
}
