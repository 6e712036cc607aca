using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Telemetry;

/// <summary>
/// What the domain counts as it happens. Counting costs nothing while nobody listens. No counter knows for whom a reaction or a comment was:
/// a tally of a contender is nobody's but the contender's (docs/telemetry.md).
/// </summary>
public static class Counters
{
    /// <summary>The name under which all instruments of this application are found.</summary>
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

    /// <summary>Makes the counters known to who listens before there is anything to count: a zero says more than silence.</summary>
    public static void Publish() => RuntimeHelpers.RunClassConstructor(typeof(Counters).TypeHandle);

    /// <summary>An operator's change of a calendar stands: at once, or as one that will take effect later. Of which process is in the audit.</summary>
    public static void CalendarChanged() => CalendarChanges.Add(1);

    /// <summary>The first step of a process's packaging stands. Of which process is in the audit.</summary>
    public static void PackagingBegan() => PackagingBeginnings.Add(1);

    /// <summary>Somebody showed an operator key that does not hold: a guess, or one that was rotated and is still used.</summary>
    public static void OperatorKeyRefused() => RefusedOperatorKeys.Add(1);

    internal static void ReactionStored() => Reactions.Add(1);

    internal static void CommentStored() => Comments.Add(1);

    internal static void CommentDecided(CommentStatus status)
    {
        if (Decisions.Enabled) Decisions.Add(1, new KeyValuePair<string, object?>(CommentStatusKey, status.Name()));
    }

    internal static void PackagingStopped() => PackagingStops.Add(1);

    internal static void StorageThrottled(string service, int status)
    {
        if (Throttled.Enabled) Throttled.Add(1, new(StorageServiceKey, service), new("http.response.status_code", status));
    }

    /// <summary>Attribute: <c>received</c>, <c>accepted</c>, <c>held</c> or <c>quarantined</c>.</summary>
    public const string CommentStatusKey = "serverlessdecide.comment.status";

    private const string StorageServiceKey = "serverlessdecide.storage.service";
}
