using System.Text.RegularExpressions;
using ServerlessDecide.Processes;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Telemetry;

/// <summary>The telemetry of the app is what we want, and none of it is about a person or a contender.</summary>
[Collection(WatchesTelemetry.Name)]
public sealed partial class TelemetryTests(DrivenApp driven)
{
    private static readonly string[] Routes = [.. new FunctionTable().All.Select(f => "/api/v1/" + f.Route)];

    [Fact]
    public void Every_attribute_of_telemetry_has_a_foreseen_name_and_value()
    {
        Assert.All(driven.Measurements, measured => Assert.All(measured.Attributes, attribute => Assert.True(IsForeseen(attribute.Key, attribute.Value), measured.ToString())));
        Assert.All(driven.Spans, span => Assert.All(span.TagObjects, attribute => Assert.True(IsForeseen(attribute.Key, attribute.Value), $"{span.DisplayName}: {attribute.Key}={attribute.Value}")));
        Assert.All(driven.Spans, span => Assert.True(SpanName().IsMatch(span.DisplayName) && Routes.Append("").Any(route => span.DisplayName.EndsWith(" " + route, StringComparison.Ordinal) || !span.DisplayName.Contains('/', StringComparison.Ordinal)), span.DisplayName));
        Assert.All(driven.Spans, span => Assert.Empty(span.Events));
        Assert.All(driven.Spans, span => Assert.Null(span.StatusDescription));
    }

    [Fact]
    public void Telemetry_contains_nothing_that_a_person_holds_or_wrote_and_no_contender()
    {
        Assert.NotEmpty(driven.Secrets);
        var told = string.Join('\n', driven.Measurements) + '\n' + string.Join('\n', driven.Spans.Select(s => $"{s.DisplayName} {string.Join(' ', s.TagObjects)} {s.TraceId}"));
        Assert.All(driven.Secrets, secret => Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase));
        Assert.All(driven.Secrets, secret => Assert.DoesNotContain(secret, driven.ExportedMetrics, StringComparison.OrdinalIgnoreCase));
        Assert.All(driven.Secrets, secret => Assert.DoesNotContain(secret, driven.ExportedTraces, StringComparison.OrdinalIgnoreCase));
        Assert.All(driven.Secrets, secret => Assert.DoesNotContain(secret, driven.ExportedLogs, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("0123456789abcdef0123456789abcdef", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_called_function_is_measured_and_traced_under_its_route()
    {
        foreach (var function in new FunctionTable().All)
        {
            Assert.Contains(driven.Measurements, m => m.Instrument == "http.server.request.duration" && Equals(m.Attributes["http.route"], "/api/v1/" + function.Route));
            Assert.Contains(driven.Spans, s => s.DisplayName.EndsWith(" /api/v1/" + function.Route, StringComparison.Ordinal));
        }

        Assert.Contains(driven.Measurements, m => m.Instrument == "http.server.request.duration" && Equals(m.Attributes["http.request.method"], "_OTHER"));
        Assert.Contains(driven.Measurements, m => m.Instrument == "http.server.request.duration" && Equals(m.Attributes["http.response.status_code"], 503) && Equals(m.Attributes["error.type"], "503"));
        Assert.Contains(driven.Measurements, m => m.Instrument == "messaging.process.duration" && !m.Attributes.ContainsKey("error.type"));
        Assert.Contains(driven.Measurements, m => m.Instrument == "messaging.process.duration" && Equals(m.Attributes.GetValueOrDefault("error.type"), "System.InvalidOperationException"));
        Assert.Contains(driven.Measurements, m => m.Instrument == "faas.invoke_duration" && Equals(m.Attributes["faas.name"], "AggregateStatisticsTimer"));
        Assert.Contains(driven.Measurements, m => m.Instrument == "serverlessdecide.storage.throttled" && Equals(m.Attributes["serverlessdecide.storage.service"], "table") && Equals(m.Attributes["http.response.status_code"], 503));
        Assert.Contains(driven.Measurements, m => m.Instrument == "serverlessdecide.comments.decided" && Equals(m.Attributes["serverlessdecide.comment.status"], "accepted"));
    }

    [Fact]
    public void A_collector_receives_all_metrics_and_traces()
    {
        foreach (var name in driven.Measurements.Select(m => m.Instrument).Distinct(StringComparer.Ordinal)) Assert.Contains(name, driven.ExportedMetrics, StringComparison.Ordinal);
        foreach (var route in Routes) Assert.Contains(route, driven.ExportedTraces, StringComparison.Ordinal);
        Assert.Contains("dotnet.gc", driven.ExportedMetrics, StringComparison.Ordinal);
        Assert.Contains("serverlessdecide", driven.ExportedTraces, StringComparison.Ordinal);
        Assert.Contains("service.instance.id", driven.ExportedTraces, StringComparison.Ordinal);
    }

    [Fact]
    public void A_collector_receives_the_app_s_own_log_as_finished_sentences_and_no_chatter_of_libraries()
    {
        Assert.Contains("CommentProcessor failed", driven.ExportedLogs, StringComparison.Ordinal);
        Assert.Contains("could not reach storage", driven.ExportedLogs, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.Hosting.Lifetime", driven.ExportedLogs, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_in_the_documentation_matches_what_the_code_measures()
    {
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "telemetry.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 7 && cells[1].StartsWith('`'))
            .ToDictionary(cells => cells[1].Trim('`'), cells => (Kind: cells[2], Unit: cells[3].Trim('`'), Attributes: cells[4], Meaning: cells[5]), StringComparer.Ordinal);
        Assert.Equal(driven.Instruments.Select(i => i.Name).Order(StringComparer.Ordinal), documented.Keys.Order(StringComparer.Ordinal));
        foreach (var instrument in driven.Instruments)
        {
            var row = documented[instrument.Name];
            Assert.Equal(row.Unit, instrument.Unit);
            Assert.Equal(row.Meaning, instrument.Description);
            Assert.StartsWith(row.Kind, instrument.GetType().Name.Replace("Observable", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
            var seen = driven.Measurements.Where(m => m.Instrument == instrument.Name).SelectMany(m => m.Attributes.Keys).ToHashSet(StringComparer.Ordinal);
            Assert.Equal(row.Attributes.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(a => a.Trim('`')).Except(NotAlwaysSeen(instrument.Name)).Order(StringComparer.Ordinal), seen.Except(NotAlwaysSeen(instrument.Name)).Order(StringComparer.Ordinal));
        }
    }

    // DrivenApp makes no timer fail; other tests in this process may.
    private static string[] NotAlwaysSeen(string instrument) => instrument == "faas.invoke_duration" ? ["error.type"] : [];

    private bool IsForeseen(string key, object? value) => (key, value) switch
    {
        ("http.request.method", string method) => method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" or "TRACE" or "_OTHER",
        ("http.route", string route) => Routes.Contains(route),
        ("http.response.status_code", int status) => status is >= 200 and < 600,
        ("error.type", string type) => ErrorType().IsMatch(type),
        ("messaging.system", "azure_queue_storage") => true,
        ("messaging.operation.name", "process") => true,
        // Other tests run in parallel, with prefixes of their own.
        ("messaging.destination.name", string queue) => driven.Queues.Any(known => known.Split('-', 2)[1] == queue.Split('-', 2)[1]),
        ("faas.trigger", "timer") => true,
        ("faas.name", string timer) => timer.EndsWith("Timer", StringComparison.Ordinal),
        ("serverlessdecide.process", string process) => ProcessId.TryParse(process, out _),
        ("serverlessdecide.comment.status", string status) => status is "received" or "accepted" or "held" or "quarantined",
        ("serverlessdecide.snapshot.version", string version) => Version().IsMatch(version),
        ("serverlessdecide.activity", string activity) => ActivityNames.TryParse(activity, out _),
        ("serverlessdecide.activity.change", string change) => change is "opens" or "closes",
        ("serverlessdecide.storage.service", string service) => service is "table" or "blob" or "queue",
        _ => false,
    };

    [GeneratedRegex(@"^((System|Azure|Microsoft|ServerlessDecide)(\.[A-Za-z]+)*\.[A-Za-z]+Exception|5\d\d)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ErrorType();

    [GeneratedRegex("^[0-9a-f]{16,64}$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Version();

    [GeneratedRegex(@"^([A-Z_]+ /\S+|process [a-z]+-[a-z-]+|[A-Za-z]+Timer)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SpanName();
}
