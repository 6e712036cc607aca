using System.Diagnostics.Metrics;
using ServerlessDecide.Comments;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>
/// Gauges, measured when a listener asks. None reads storage: the calendar and the snapshot are what this instance holds, and the backlog is
/// what <see cref="ReadBacklogTimer"/> found. The instruments end with the application that made them.
/// </summary>
internal sealed class Gauges : IDisposable
{
    private const string Process = "serverlessdecide.process";

    private readonly Meter meter = new(Counters.MeterName);
    private readonly PublishedProcessCache processes;
    private readonly BacklogReader backlog;
    private readonly TimeProvider time;
    private readonly Instrument[] fromBacklog;

    public Gauges(PublishedProcessCache processes, BacklogReader backlog, TimeProvider time)
    {
        this.processes = processes;
        this.backlog = backlog;
        this.time = time;
        meter.CreateObservableGauge(
            "serverlessdecide.snapshot", Snapshots, "{snapshot}", "Always 1: the version of a process's content that this instance serves is the attribute.");
        meter.CreateObservableGauge(
            "serverlessdecide.activity.remaining", Activities, "s", "Time until an activity opens or closes next; not reported when it changes no more.");
        fromBacklog =
        [
            meter.CreateObservableGauge(
                "serverlessdecide.comments.oldest", Oldest, "s", "Age of the oldest comment that waits for the rules (received) or for a person (held); 0 when none waits."),
            meter.CreateObservableGauge(
                "serverlessdecide.reviews.oldest", OldestReviews, "s", "Age of the oldest request for review that no person has decided; 0 when none waits."),
            meter.CreateObservableGauge(
                "serverlessdecide.queue.messages", Messages, "{message}", "Messages in a queue or poison queue, about, hidden ones included."),
        ];
    }

    /// <summary>Whether a listener wants the gauges that need storage.</summary>
    public bool AreWatched => Array.Exists(fromBacklog, instrument => instrument.Enabled);

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<int>> Snapshots() =>
        from process in processes.Held
        where process.Process.ContentVersion is not null
        select new Measurement<int>(1, new(Process, process.Process.Id.Value), new("serverlessdecide.snapshot.version", process.Process.ContentVersion));

    private IEnumerable<Measurement<double>> Activities()
    {
        var now = time.GetUtcNow();
        foreach (var process in processes.Held)
        {
            foreach (var activity in Enum.GetValues<Activity>())
            {
                var state = process.StateOf(activity, now);
                if (state.ChangesAt is not { } change) continue;
                yield return new(
                    (change - now).TotalSeconds,
                    new(Process, process.Process.Id.Value),
                    new("serverlessdecide.activity", activity.Name()),
                    new("serverlessdecide.activity.change", state.IsOpen ? "closes" : "opens"));
            }
        }
    }

    private IEnumerable<Measurement<double>> Oldest()
    {
        if (backlog.Latest is not { } found) yield break;
        foreach (var (waiting, status) in new[] { (found.OldestReceived, CommentStatus.Received), (found.OldestHeld, CommentStatus.Held) })
        {
            foreach (var (process, since) in waiting) yield return new(Age(found, since), new(Process, process), new(Counters.CommentStatusKey, status.Name()));
        }
    }

    private IEnumerable<Measurement<double>> OldestReviews()
    {
        if (backlog.Latest is not { } found) yield break;
        foreach (var (process, since) in found.OldestReview) yield return new(Age(found, since), new KeyValuePair<string, object?>(Process, process));
    }

    // The age at the time of the reading: the comment may have been decided since.
    private static double Age(Backlog found, DateTimeOffset? since) => since is { } moment ? Math.Max(0, (found.FoundAt - moment).TotalSeconds) : 0;

    private IEnumerable<Measurement<int>> Messages() =>
        (backlog.Latest?.Messages ?? new Dictionary<string, int>()).Select(queue => new Measurement<int>(queue.Value, new KeyValuePair<string, object?>("messaging.destination.name", queue.Key)));
}
