using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ServerlessDecide.Moderation;

/// <summary>
/// Asks Azure AI Content Safety (operation "Analyze Text", version 2024-09-01) about a text that the rules accept. It can have a text
/// held and can release none. It gets the text and nothing else: no receipt, process, contender or trace. Whatever goes wrong there, the
/// rules' verdict stands: a question takes no longer than its budget, and after some failures in a row none is asked for a while.
/// </summary>
public sealed partial class SecondOpinion : IDisposable
{
    /// <summary>Failures in a row after which it is left alone.</summary>
    public const int FailuresToPause = 5;

    /// <summary>For so long; then one question is asked, and its answer says whether the others may be.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private const string Scope = "https://cognitiveservices.azure.com/.default";
    private const int MaxAnswer = 64 * 1024;

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
        // A trace would tell which request the text came with.
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswer,
    };

    private int failures;
    private DateTimeOffset pausedUntil;
    private DateTimeOffset nextWarning;

    /// <param name="credential">Who asks: a managed identity in Azure.</param>
    public SecondOpinion(IOptions<SecondOpinionOptions> options, Lazy<TokenCredential> credential, TimeProvider time, ILogger<SecondOpinion> logger)
    {
        this.options = options.Value;
        this.credential = credential;
        this.time = time;
        this.logger = logger;
        if (this.options.Endpoint.Length > 0) address = new Uri(new Uri(this.options.Endpoint), "/contentsafety/text:analyze?api-version=2024-09-01");
    }

    /// <summary>What to hold the text for; null when it sees nothing, is switched off, or does not answer in time.</summary>
    public async Task<Finding?> AskAsync(string text, CancellationToken cancellationToken)
    {
        if (address is null || !MayAsk()) return null;
        using var over = new CancellationTokenSource(options.Budget, time);
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            var gravest = (await AnalyzeAsync(address, text, budget.Token)).MaxBy(category => category.Severity);
            Note(failed: false);
            return gravest is { Severity: { } severity, Category: { } category } && severity >= options.Severity
                ? new Finding(ModerationReasons.SecondOpinion, Severity.Hold, category.ToLowerInvariant(), 0, text.Length)
                : null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Note(failed: true);
            if (MayWarn()) LogFailed(e.GetType().Name, (e as HttpRequestException)?.StatusCode);
            return null;
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<IReadOnlyList<CategoryAnalysis>> AnalyzeAsync(Uri address, string text, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(AnalyzeText.Of(text), ContentSafetyJson.Default.AnalyzeText);
        for (var delay = FirstDelay; ; delay *= 2)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var token = await credential.Value.GetTokenAsync(new TokenRequestContext([Scope]), cancellationToken).AsTask().WaitAsync(cancellationToken);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
            using var answer = await client.SendAsync(request, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            {
                // At least the delay: who says 0 is not asked without end until the budget is spent.
                var wait = answer.Headers.RetryAfter?.Delta is { } asked && asked > delay ? asked : delay;
                // What would end after the budget need not be waited for.
                if (wait < options.Budget)
                {
                    await Task.Delay(wait, time, cancellationToken);
                    continue;
                }
            }

            answer.EnsureSuccessStatusCode();
            var analyzed = await JsonSerializer.DeserializeAsync(
                await answer.Content.ReadAsStreamAsync(cancellationToken), ContentSafetyJson.Default.AnalyzedText, cancellationToken);
            return analyzed?.CategoriesAnalysis is { Count: > 0 } categories && categories.All(c => c is { Category: not null, Severity: not null })
                ? categories
                : throw new JsonException("The answer says nothing of severities.");
        }
    }

    private bool MayAsk()
    {
        lock (gate)
        {
            if (failures < FailuresToPause) return true;
            var now = time.GetUtcNow();
            if (now < pausedUntil) return false;
            // This one asks; the others wait for what comes of it.
            pausedUntil = now + Pause;
            return true;
        }
    }

    private void Note(bool failed)
    {
        lock (gate)
        {
            failures = failed ? failures + 1 : 0;
            if (failures == FailuresToPause) pausedUntil = time.GetUtcNow() + Pause;
        }
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

    [LoggerMessage(1, LogLevel.Warning, "The second opinion fails ({Failure}, status {Status}): comments are moderated by the rules alone")]
    private partial void LogFailed(string failure, HttpStatusCode? status);
}

/// <summary>What is asked. Self-harm is not asked for: who is in despair is no offender.</summary>
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
