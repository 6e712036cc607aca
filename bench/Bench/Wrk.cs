using System.Globalization;
using System.Text.RegularExpressions;

namespace ServerlessDecide.Bench;

/// <summary>The results of a run of wrk.</summary>
/// <param name="P99">The 99th percentile in milliseconds.</param>
internal sealed record WrkResult(double Requests, double PerSecond, double P99);

/// <summary>The load generator wrk, on one thread.</summary>
internal static partial class Wrk
{
    /// <param name="paths">Paths to request in turn; empty for the URL itself.</param>
    /// <exception cref="InvalidOperationException">An answer was not 2xx or 3xx, or a connection failed.</exception>
    public static async Task<WrkResult> RunAsync(
        Uri address, int connections, int seconds, IEnumerable<string> headers, CancellationToken cancellation, IReadOnlyList<string>? paths = null)
    {
        List<string> arguments = ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency"];
        foreach (var header in headers) arguments.AddRange(["-H", header]);
        string? script = null;
        try
        {
            if (paths is not null)
            {
                script = Path.GetTempFileName();
                var list = string.Join(',', paths.Select(path => $"'{path}'"));
                await File.WriteAllTextAsync(
                    script, $"local paths = {{{list}}}\nlocal i = 0\nrequest = function() i = i % #paths + 1; return wrk.format('GET', paths[i]) end\n", cancellation);
                arguments.AddRange(["-s", script]);
            }

            var said = await Child.RunAsync("wrk", [.. arguments, address.AbsoluteUri], cancellation);
            if (said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{address} did not answer as it should:\n{said}");
            }

            var latency = Percentile().Match(said);
            var unit = latency.Groups["unit"].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
            return new(Number(Requests().Match(said)), Number(PerSecond().Match(said)), Number(latency) * unit);
        }
        finally
        {
            if (script is not null) File.Delete(script);
        }
    }

    private static double Number(Match match) => double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<number>[0-9]+) requests in", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Requests();

    [GeneratedRegex("Requests/sec: +(?<number>[0-9.]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PerSecond();

    [GeneratedRegex("99% +(?<number>[0-9.]+)(?<unit>us|ms|s)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Percentile();
}
