using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>Counts a request in memory: section or view, device, a visit's language, and distinct visitors without keeping who they are.</summary>
internal sealed class UsageCounting(UsageCounters counters, ClientAddress addresses, CallerNetworks networks, VisitPaceTracker paces, TimeProvider time)
{
    /// <summary>Takes a visit from the limit of the caller's network, or says how long to wait for it.</summary>
    public TimeSpan? TakeVisit(HttpContext http) => paces.Take(networks.Here(addresses.Of(http)), time.GetUtcNow());

    public void Consulted(HttpContext http, ElectoralProcess process, ToolSection section)
    {
        var (day, hour) = counters.At(process, time.GetUtcNow());
        var device = UserAgentClass.DeviceOf(http.Request);
        day.Consulted(section, hour, device);
        See(day, http, device);
    }

    public void Visited(HttpContext http, ElectoralProcess process, View view, string? campaign)
    {
        var (day, hour) = counters.At(process, time.GetUtcNow());
        var device = UserAgentClass.DeviceOf(http.Request);
        day.Visited(view, hour, device, UserAgentClass.LanguageOf(http.Request), campaign);
        See(day, http, device);
    }

    private void See(UsageDay day, HttpContext http, DeviceClass device)
    {
        if (device == DeviceClass.Bot || addresses.Of(http) is not { } address) return;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        day.Seen(bytes[..length], http.Request.Headers.UserAgent.ToString());
    }
}
