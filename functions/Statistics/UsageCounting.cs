using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>Counts a request in memory: what it asked for, its device, a visit's language, and, without keeping it, who sent it.</summary>
internal sealed class UsageCounting(UsageCounters counters, ClientAddress addresses, TimeProvider time)
{
    public void Consulted(HttpContext http, ElectoralProcess process, ToolSection section)
    {
        var (day, hour) = counters.At(process, time.GetUtcNow());
        var device = CallerSigns.DeviceOf(http.Request);
        day.Consulted(section, hour, device);
        See(day, http, device);
    }

    public void Visited(HttpContext http, ElectoralProcess process, View view, string? campaign)
    {
        var (day, hour) = counters.At(process, time.GetUtcNow());
        var device = CallerSigns.DeviceOf(http.Request);
        day.Visited(view, hour, device, CallerSigns.LanguageOf(http.Request), campaign);
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
