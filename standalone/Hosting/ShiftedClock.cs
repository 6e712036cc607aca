using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ServerlessDecide.Standalone.Hosting;

/// <summary>A clock that starts at another moment and runs at the real pace. Timers and timestamps are the system's.</summary>
internal sealed class ShiftedClock(TimeSpan shift) : TimeProvider
{
    private static readonly string[] Local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
    private static readonly string[] WithOffset = [.. Local.Select(format => format + "zzz")];

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;

    /// <summary>Returns the clock that the settings <c>At</c> and <c>AtTimeZone</c> ask for, or the system's if <c>At</c> is missing.</summary>
    /// <exception cref="StartException">One of them is malformed; the message names it.</exception>
    public static TimeProvider From(IConfiguration configuration) =>
        configuration["At"] is { Length: > 0 } at
            ? new ShiftedClock(Read(at, configuration["AtTimeZone"]) - System.GetUtcNow())
            : System;

    private static DateTimeOffset Read(string at, string? zone)
    {
        if (DateTimeOffset.TryParseExact(
            at.EndsWith('Z') ? at[..^1] + "+00:00" : at, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return moment;
        }

        if (!DateTime.TryParseExact(at, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            throw new StartException($"The setting 'At' is '{at}' and must be a time such as 2021-05-10T12:00, or one with an offset such as 2021-05-10T12:00-05:00.");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(string.IsNullOrEmpty(zone) ? "UTC" : zone, out var place))
        {
            throw new StartException($"The setting 'AtTimeZone' is '{zone}' and must be an IANA time zone such as America/Mexico_City.");
        }

        return place.IsInvalidTime(local)
            ? throw new StartException($"The setting 'At' is '{at}', a time that clocks in {place.Id} skip.")
            : new DateTimeOffset(local, place.GetUtcOffset(local));
    }
}
