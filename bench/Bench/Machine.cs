using System.Globalization;
using System.Runtime.InteropServices;

namespace ServerlessDecide.Bench;

/// <summary>Describes the machine of the figures.</summary>
internal static class Machine
{
    public static async Task DescribeAsync(Figures figures, CancellationToken cancellation)
    {
        var memory = File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1];
        figures.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"machine: {Environment.ProcessorCount} cores ({model}), {long.Parse(memory, CultureInfo.InvariantCulture) / 1024 / 1024} GiB, {RuntimeInformation.OSDescription}"));
        figures.Say($"versions: {RuntimeInformation.FrameworkDescription}, node {await VersionAsync("node", "--version")}, {await VersionAsync("nginx", "-v")}, {await VersionAsync("wrk", "-v")}");
        figures.Say($"load average before: {File.ReadAllText("/proc/loadavg").Trim()}");

        async Task<string> VersionAsync(string program, string option)
        {
            try
            {
                // nginx and wrk print their versions on standard error, wrk with a nonzero exit code.
                var said = await Child.RunAsync("sh", ["-c", $"{program} {option} 2>&1 | head -1"], cancellation);
                return said.Split(" Copyright")[0].Trim();
            }
            catch (InvalidOperationException)
            {
                return $"no {program}";
            }
        }
    }
}
