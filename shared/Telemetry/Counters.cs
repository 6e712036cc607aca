using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace ServerlessDecide.Telemetry;

/// <summary>
/// Counts events of the domain as they happen. Counting costs nothing without a listener. No counter knows the contender of a reaction or a
/// comment, because only the contender may see its own tally (docs/telemetry.md).
/// </summary>
public static class Counters
{
    /// <summary>The name of the meter of all instruments of this application.</summary>
    public const string MeterName = "ServerlessDecide";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Reactions = Meter.CreateCounter<long>(
        "serverlessdecide.reactions", "{reaction}", "Stances stored: new ones, changes and withdrawals; repetitions are not.");

    private static readonly Counter<long> Comments = Meter.CreateCounter<long>(
        "serverlessdecide.comments", "{comment}", "Comments stored; repetitions of a request are not.");

    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>(
        "serverlessdecide.comments.decided", "{comment}", "Decisions written about comments, by their outcome.");

    private static readonly Counter<long> Throttled = Meter.CreateCounter<long>(
        "serverlessdecide.storage.throttled", "{response}", "Answers of storage that ask to slow down (429 and 503), retries included.");

    private static readonly Counter<long> CalendarChanges = Meter.CreateCounter<long>(
        "serverlessdecide.calendar.changed", "{change}", "Calendars asked for, confirmed, withdrawn or changed.");

    private static readonly Counter<long> PackagingBeginnings = Meter.CreateCounter<long>(
        "serverlessdecide.packaging.began", "{process}", "Processes whose packaging began.");

    private static readonly Counter<long> RefusedOperatorKeys = Meter.CreateCounter<long>(
        "serverlessdecide.operator.refused", "{request}", "Requests that showed an operator key that does not hold.");

    private static readonly Counter<long> PackagingStops = Meter.CreateCounter<long>(
        "serverlessdecide.packaging.stopped", "{comparison}", "Comparisons after which packages were not released, because they do not hold what is stored.");

    /// <summary>Publishes the counters to listeners before there is anything to count: a zero says more than silence.</summary>
    public static void Publish() => RuntimeHelpers.RunClassConstructor(typeof(Counters).TypeHandle);

    /// <summary>Counts an operator's change of a calendar, in effect at once or pending. The audit names the process.</summary>
    public static void CalendarChanged() => CalendarChanges.Add(1);

    /// <summary>Counts a process whose packaging began. The audit names the process.</summary>
    public static void PackagingBegan() => PackagingBeginnings.Add(1);

    /// <summary>Counts an invalid operator key: a guess, or a rotated key still in use.</summary>
    public static void OperatorKeyRefused() => RefusedOperatorKeys.Add(1);

    internal static void ReactionStored() => Reactions.Add(1);

    internal static void CommentStored() => Comments.Add(1);

    /// <param name="status">The name of the comment's new status.</param>
    internal static void CommentDecided(string status)
    {
        if (Decisions.Enabled) Decisions.Add(1, new KeyValuePair<string, object?>(CommentStatusKey, status));
    }

    internal static void PackagingStopped() => PackagingStops.Add(1);

    internal static void StorageThrottled(string service, int status)
    {
        if (Throttled.Enabled) Throttled.Add(1, new(StorageServiceKey, service), new("http.response.status_code", status));
    }

    /// <summary>The attribute of the status: <c>received</c>, <c>accepted</c>, <c>held</c> or <c>quarantined</c>.</summary>
    public const string CommentStatusKey = "serverlessdecide.comment.status";

    private const string StorageServiceKey = "serverlessdecide.storage.service";
}
