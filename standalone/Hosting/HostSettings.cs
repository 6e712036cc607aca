using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ServerlessDecide.Standalone.Hosting;

/// <summary>The settings of host.json, which <c>AzureFunctionsJobHost__…</c> settings override as in the real host.</summary>
/// <param name="RoutePrefix">Without slashes at its ends; may be empty.</param>
/// <param name="FunctionTimeout">How long a queue or timer function may run before its token is cancelled; infinite for <c>-1</c>.</param>
/// <param name="LogLevels">By category; <c>default</c> for the rest.</param>
internal sealed record HostSettings(
    string RoutePrefix, TimeSpan FunctionTimeout, QueueSettings Queues, IReadOnlyDictionary<string, LogLevel> LogLevels)
{
    private const string Root = "AzureFunctionsJobHost:";

    /// <exception cref="StartException">A value breaks a rule; the message names both.</exception>
    public static HostSettings Read(IConfiguration configuration, StandaloneOptions options)
    {
        var path = options.HostJsonPath ?? Path.Combine(AppContext.BaseDirectory, "host.json");
        var file = ReadFile(path);
        RefuseUnknown(file, path);

        string? Text(string name) => configuration[Root + name] ?? file[name];
        int Number(string name, int otherwise, int least, int most) =>
            Text(name) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw Refused(name, text, $"a whole number from {least} to {most}");
        TimeSpan Span(string name, TimeSpan otherwise, TimeSpan least, TimeSpan most) =>
            Text(name) is not { } text ? otherwise
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= least && span <= most ? span
            : throw Refused(name, text, $"a time as hh:mm:ss from {least} to {most}");

        if (Text("version") is var version && version != "2.0") throw Refused("version", version ?? "", "\"2.0\"");
        var batch = Number("extensions:queues:batchSize", 16, 1, 32);
        var queues = new QueueSettings(
            batch,
            Number("extensions:queues:newBatchThreshold", batch / 2, 0, 1000),
            Span("extensions:queues:visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(7)),
            Number("extensions:queues:maxDequeueCount", 5, 1, int.MaxValue),
            Span("extensions:queues:maxPollingInterval", TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1)),
            Text("extensions:queues:messageEncoding")?.ToUpperInvariant() switch
            {
                null or "BASE64" => true,
                "NONE" => false,
                _ => throw Refused("extensions:queues:messageEncoding", Text("extensions:queues:messageEncoding")!, "base64 or none"),
            },
            Lease(configuration));

        var timeout = Text("functionTimeout") == "-1"
            ? Timeout.InfiniteTimeSpan
            : Span("functionTimeout", TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1), TimeSpan.FromDays(10));
        return new HostSettings(
            (Text("extensions:http:routePrefix") ?? "api").Trim('/'), timeout, queues, ReadLogLevels(file, configuration));
    }

    private static IConfigurationRoot ReadFile(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The file {path} cannot be read: {refused.Message}");
        }
        catch (Exception refused) when (refused is JsonException or FormatException)
        {
            throw new StartException($"The file {path} is not JSON: {refused.Message}");
        }
    }

    // Names that only the real host uses are accepted; a name that neither host knows is a typing error.
    private static void RefuseUnknown(IConfigurationRoot file, string path)
    {
        RefuseOthers(
            "", "version", "functionTimeout", "logging", "extensions", "extensionBundle", "managedDependency", "concurrency", "customHandler",
            "healthMonitor", "watchDirectories", "watchFiles", "singleton", "aggregator", "telemetryMode", "retry");
        RefuseOthers("extensions:http", "routePrefix", "maxOutstandingRequests", "maxConcurrentRequests", "dynamicThrottlesEnabled", "hsts", "customHeaders");
        RefuseOthers("extensions:queues", "batchSize", "newBatchThreshold", "visibilityTimeout", "maxDequeueCount", "maxPollingInterval", "messageEncoding");

        void RefuseOthers(string section, params string[] known)
        {
            var children = section.Length == 0 ? file.GetChildren() : file.GetSection(section).GetChildren();
            var unknown = children.FirstOrDefault(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase));
            if (unknown is not null)
            {
                throw new StartException($"host.json: '{Dotted(unknown.Path)}' is no setting; {(section.Length == 0 ? "there" : Dotted(section))} may be {string.Join(", ", known)} ({path}).");
            }
        }
    }

    private static Dictionary<string, LogLevel> ReadLogLevels(IConfiguration file, IConfiguration configuration)
    {
        const string section = "logging:logLevel";
        var levels = new Dictionary<string, LogLevel>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in file.GetSection(section).GetChildren().Concat(configuration.GetSection(Root + section).GetChildren()))
        {
            levels[entry.Key] = Enum.TryParse<LogLevel>(entry.Value, ignoreCase: true, out var level) && Enum.IsDefined(level) ? level
                : throw Refused($"{section}:{entry.Key}", entry.Value ?? "", string.Join(", ", Enum.GetNames<LogLevel>()));
        }

        return levels;
    }

    private static TimeSpan Lease(IConfiguration configuration) =>
        configuration["Standalone:QueueLease"] is not { } text ? TimeSpan.FromSeconds(30)
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var lease) && lease >= TimeSpan.FromSeconds(1) && lease <= TimeSpan.FromDays(7) ? lease
        : throw new StartException($"The setting 'Standalone:QueueLease' is '{text}' and must be a time as hh:mm:ss from one second to seven days.");

    private static StartException Refused(string name, string text, string rule) =>
        new($"host.json: '{Dotted(name)}' is '{text}' and must be {rule}.");

    private static string Dotted(string path) => path.Replace(':', '.');
}

/// <param name="BatchSize">Messages requested at once, 1 to 32.</param>
/// <param name="NewBatchThreshold">How many may still be running when the next batch is requested.</param>
/// <param name="VisibilityTimeout">How long a message stays hidden after its invocation failed.</param>
/// <param name="MaxDequeueCount">Tries before a message goes to the poison queue.</param>
/// <param name="MaxPollingInterval">The longest wait between two polls of an empty queue.</param>
/// <param name="IsBase64">Whether message texts are base64.</param>
/// <param name="Lease">How long a running message stays hidden before its lease must be renewed; it is renewed at half of this.</param>
internal sealed record QueueSettings(
    int BatchSize, int NewBatchThreshold, TimeSpan VisibilityTimeout, int MaxDequeueCount, TimeSpan MaxPollingInterval, bool IsBase64, TimeSpan Lease);
