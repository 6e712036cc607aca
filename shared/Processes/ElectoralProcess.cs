namespace ServerlessDecide.Processes;

/// <summary>An electoral process: everything else belongs to one.</summary>
/// <param name="ElectionDay">The day of the election, in the process's time zone.</param>
/// <param name="ContentVersion">The published snapshot of content, or null before the first import.</param>
/// <param name="StatisticsVersion">The published statistics, or null before the first.</param>
public sealed record ElectoralProcess(
    ProcessId Id,
    string Name,
    TimeZoneInfo TimeZone,
    DateOnly ElectionDay,
    Calendar Calendar,
    string? ContentVersion,
    string? StatisticsVersion)
{
    /// <summary>The moment on the clocks of the process, with their offset.</summary>
    public DateTimeOffset Local(DateTimeOffset now) => TimeZoneInfo.ConvertTime(now, TimeZone);

    /// <summary>The day on the calendars of the process.</summary>
    public DateOnly LocalDay(DateTimeOffset now) => DateOnly.FromDateTime(Local(now).DateTime);

    /// <summary>The moment at which a local day is over: the first one of the next day.</summary>
    public DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        // Where clocks jump over midnight, the day begins when they have jumped.
        while (TimeZone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        // Where they go back over midnight there are two, and the day is over at the first.
        var offset = TimeZone.IsAmbiguousTime(midnight) ? TimeZone.GetAmbiguousTimeOffsets(midnight).Max() : TimeZone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset);
    }

    /// <summary>Whether a reaction or a comment can be of that local day.</summary>
    public bool IsParticipationDay(DateOnly day) =>
        Calendar.ReactionsOpen is { } open && Calendar.ReactionsClose is { } close && LocalDay(open) <= day && day <= LocalDay(close.AddTicks(-1));

    /// <summary>The local days on which reactions and comments were possible until now, in their order.</summary>
    public IEnumerable<DateOnly> ParticipationDays(DateTimeOffset now)
    {
        if (Calendar.ReactionsOpen is not { } open || Calendar.ReactionsClose is not { } close) yield break;
        // What was accepted bears a moment before the closing: closing at midnight, it is of the day before.
        var last = LocalDay(now < close ? now : close.AddTicks(-1));
        for (var day = LocalDay(open); day <= last; day = day.AddDays(1)) yield return day;
    }
}
