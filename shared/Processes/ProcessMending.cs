namespace ServerlessDecide.Processes;

/// <summary>What of a process can be mended, by its name in requests.</summary>
public enum ProcessMember
{
    Name,
    [WireName("shortName")]
    ShortName,
    Territory,
    Institute,
    Demonstration,
    Draft,
    [WireName("timeZone")]
    TimeZone,
    [WireName("electionDay")]
    ElectionDay,
}

/// <summary>The rule for what of a process can still be mended. Whoever took part, or read the calendar, did so under what stood there.</summary>
public static class ProcessMending
{
    /// <summary>The members that are fixed once any window of the calendar has begun; the others are fixed once participation has opened.</summary>
    public static IReadOnlyList<ProcessMember> FixedByCalendar { get; } = [ProcessMember.TimeZone, ProcessMember.ElectionDay];

    /// <summary>Returns the members in which two versions of a process differ.</summary>
    public static IReadOnlyList<ProcessMember> Differences(ElectoralProcess before, ElectoralProcess after) =>
        [.. Enum.GetValues<ProcessMember>().Where(member => !Equals(Value(before, member), Value(after, member)))];

    /// <summary>Returns the members that differ and can no longer change at a moment. A draft can be published at any time.</summary>
    public static IReadOnlyList<ProcessMember> TooLate(ElectoralProcess before, ElectoralProcess after, DateTimeOffset now)
    {
        var begun = HasBegun(before, now);
        var opened = ActivityNames.Reactions.Any(kind => before.HasOpened(kind, now));
        return [.. Differences(before, after).Where(IsTooLate)];

        bool IsTooLate(ProcessMember member)
        {
            if (member == ProcessMember.Draft && !after.IsDraft) return false;
            return FixedByCalendar.Contains(member) ? begun || opened : opened;
        }
    }

    /// <summary>Returns the text of a member, for the audit.</summary>
    public static string? Value(ElectoralProcess process, ProcessMember member) => member switch
    {
        ProcessMember.Name => process.Name,
        ProcessMember.ShortName => process.ShortName,
        ProcessMember.Territory => process.Territory,
        ProcessMember.Institute => process.Institute is { } institute ? $"{institute.Name}|{institute.Site}|{institute.Contact}" : null,
        ProcessMember.Demonstration => process.IsDemonstration ? "true" : "false",
        ProcessMember.Draft => process.IsDraft ? "true" : "false",
        ProcessMember.TimeZone => process.TimeZone.Id,
        ProcessMember.ElectionDay => process.ElectionDay.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(member)),
    };

    // As for reactions, what opens within the margin counts as open.
    private static bool HasBegun(ElectoralProcess process, DateTimeOffset now) =>
        Enum.GetValues<Activity>().SelectMany(activity => process.Calendar[activity]).Any(window => window.Opens <= now + ElectoralProcess.OpeningMargin);
}
