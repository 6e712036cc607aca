using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace ServerlessDecide.Moderation;

/// <summary>
/// Asks Azure AI Content Safety (operation "Analyze Text", version 2024-09-01) about a text that the rules accept. It can have a text
/// held and can release none. It gets the text and nothing else: no receipt, process, contender or trace. Whatever goes wrong there, the
/// rules' verdict stands: a question takes no longer than its budget, and while most of them fail none is asked for a while.
/// </summary>
public sealed partial class SecondOpinion : IDisposable
{
    /// <summary>
    /// The number of questions that a window must hold before a failure can open the breaker. It opens when half of them failed, for
    /// <see cref="Pause"/>; so an outage costs this many failures and then one in each pause.
    /// </summary>
    public const int FailuresToPause = 5;

    /// <summary>The time for which nobody is asked; then one question is, and its answer says whether the others may be.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private const string Scope = "https://cognitiveservices.azure.com/.default";
    private const int MaxAnswer = 64 * 1024;
    private const double FailureRatio = 0.5;

    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    private readonly SecondOpinionOptions options;
    private readonly Lazy<TokenCredential> credential;
    private readonly TimeProvider time;
    private readonly ILogger<SecondOpinion> logger;
    private readonly Uri? address;
    private readonly Lock gate = new();
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // A trace header would reveal which request sent the text.
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswer,
    };

    // Both null where nobody is asked.
    private readonly ResiliencePipeline? breakerAndBudget;
    private readonly ResiliencePipeline<HttpResponseMessage>? retries;
    private DateTimeOffset nextWarning;

    /// <param name="credential">In Azure, a managed identity.</param>
    public SecondOpinion(IOptions<SecondOpinionOptions> options, Lazy<TokenCredential> credential, TimeProvider time, ILogger<SecondOpinion> logger)
    {
        this.options = options.Value;
        this.credential = credential;
        this.time = time;
        this.logger = logger;
        if (this.options.Endpoint.Length == 0) return;
        address = new Uri(new Uri(this.options.Endpoint), "/contentsafety/text:analyze?api-version=2024-09-01");
        breakerAndBudget = BreakerAndBudget(this.options.Budget, time);
        retries = Retries(this.options.Budget, time);
    }

    /// <summary>Returns the finding to hold the text for; null if there is none, the service is switched off or it does not answer in time.</summary>
    public async Task<RuleFinding?> AskAsync(string text, CancellationToken cancellationToken)
    {
        if (breakerAndBudget is null) return null;
        try
        {
            var categories = await breakerAndBudget.ExecuteAsync(async token => await AnalyzeAsync(text, token), cancellationToken);
            var gravest = categories.MaxBy(category => category.Severity);
            return gravest is { Severity: { } severity, Category: { } category } && severity >= options.Severity
                ? new RuleFinding(ModerationReasons.SecondOpinion, Severity.Hold, category.ToLowerInvariant(), 0, text.Length)
                : null;
        }
        catch (BrokenCircuitException)
        {
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (MayWarn()) LogFailed(e.GetType().Name, (e as HttpRequestException)?.StatusCode);
            return null;
        }
    }

    public void Dispose() => client.Dispose();

    private static ResiliencePipeline BreakerAndBudget(TimeSpan budget, TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = FailureRatio,
            MinimumThroughput = FailuresToPause,
            // Questions asked one after another that each run out of their budget must fit into one window, or the breaker would never open.
            SamplingDuration = TimeSpan.FromTicks(Math.Max(ShortestWindow.Ticks, (FailuresToPause + 1) * budget.Ticks)),
            BreakDuration = Pause,
            // A caller that cancels says nothing about the service.
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is not null && !args.Context.CancellationToken.IsCancellationRequested),
        })
        .AddTimeout(budget)
        .Build();

    private static ResiliencePipeline<HttpResponseMessage> Retries(TimeSpan budget, TimeProvider time) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                // The budget ends it.
                MaxRetryAttempts = int.MaxValue,
                // A retry that would start after the budget is not worth waiting for.
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Result is { StatusCode: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } answer
                    && DelayBefore(args.AttemptNumber, answer) < budget),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(DelayBefore(args.AttemptNumber, args.Outcome.Result!)),
            })
            .Build();

    /// <summary>What the service asks for, but at least a delay that doubles: a Retry-After of 0 does not become a busy loop.</summary>
    private static TimeSpan DelayBefore(int attempt, HttpResponseMessage answer)
    {
        var least = FirstDelay * Math.Pow(2, attempt);
        return answer.Headers.RetryAfter?.Delta is { } asked && asked > least ? asked : least;
    }

    private async Task<IReadOnlyList<CategoryAnalysis>> AnalyzeAsync(string text, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(AnalyzeText.Of(text), ContentSafetyJson.Default.AnalyzeText);
        using var answer = await retries!.ExecuteAsync(async token => await SendAsync(body, token), cancellationToken);
        answer.EnsureSuccessStatusCode();
        var analyzed = await JsonSerializer.DeserializeAsync(
            await answer.Content.ReadAsStreamAsync(cancellationToken), ContentSafetyJson.Default.AnalyzedText, cancellationToken);
        return analyzed?.CategoriesAnalysis is { Count: > 0 } categories && categories.All(c => c is { Category: not null, Severity: not null })
            ? categories
            : throw new JsonException("The answer says nothing of severities.");
    }

    private async Task<HttpResponseMessage> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var token = await credential.Value.GetTokenAsync(new TokenRequestContext([Scope]), cancellationToken).AsTask().WaitAsync(cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        return await client.SendAsync(request, cancellationToken);
    }

    private bool MayWarn()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (now < nextWarning) return false;
            nextWarning = now + BetweenWarnings;
            return true;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The second opinion failed ({Failure}, status {Status}); the rules alone moderate comments")]
    private partial void LogFailed(string failure, HttpStatusCode? status);
}

/// <summary>The request body. It omits the category of self-harm, because a person in despair is no offender.</summary>
internal sealed record AnalyzeText(string Text, IReadOnlyList<string> Categories, string OutputType)
{
    public static AnalyzeText Of(string text) => new(text, ["Hate", "Sexual", "Violence"], "FourSeverityLevels");
}

internal sealed record AnalyzedText(IReadOnlyList<CategoryAnalysis>? CategoriesAnalysis);

/// <param name="Severity">0, 2, 4 or 6.</param>
internal sealed record CategoryAnalysis(string? Category, int? Severity);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AnalyzeText))]
[JsonSerializable(typeof(AnalyzedText))]
internal sealed partial class ContentSafetyJson : JsonSerializerContext;
