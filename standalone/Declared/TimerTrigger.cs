using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function on a schedule.</summary>
/// <param name="schedule">An NCrontab expression of six fields (seconds first) or five, in UTC; <c>%Setting%</c> is replaced by the setting's value.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    public string Schedule { get; } = schedule;

    /// <summary>Whether occurrences are kept in storage, so that one missed while no process ran is made up for.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function runs once when the host starts, whatever the schedule says.</summary>
    public bool RunOnStartup { get; set; }
}

/// <summary>The run, as the timer function sees it.</summary>
public class TimerInfo
{
    /// <summary>The schedule before this run; null if it is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this run makes up for a missed one.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>A timer's occurrences, in UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The occurrence that ran last; <see cref="DateTime.MinValue"/> before the first.</summary>
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
