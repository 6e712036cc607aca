using Microsoft.Extensions.Logging;
using ServerlessDecide.Content;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Deliveries;

/// <summary>How far the packages of a process are.</summary>
public enum PackagingState
{
    /// <summary>Deliveries are not open, or may not be used yet.</summary>
    NotOpen,

    /// <summary>Comments wait for moderation; packages would not be complete.</summary>
    AwaitingModeration,

    /// <summary>Shards are being counted.</summary>
    Counting,

    /// <summary>Packages are being written.</summary>
    Packaging,

    /// <summary>All packages together are held against what is stored.</summary>
    Comparing,

    /// <summary>Packages and store differ: nothing is released until people have found out why.</summary>
    Stopped,
    Complete,
}

/// <summary>What over all packages is not what is stored.</summary>
[Flags]
public enum PackagingDifferences
{
    None = 0,

    /// <summary>The packages do not hold the reactions that were counted.</summary>
    Reactions = 1,

    /// <summary>The packages do not hold the comments that are stored.</summary>
    Comments = 2,

    /// <summary>Something is stored under a day on which nobody could take part.</summary>
    Days = 4,
}

/// <summary>
/// Makes the packages of a process in waves of messages: each shard of visitors is counted, each contender's package is written, all of
/// them are compared with what is stored, and only then can one be fetched. Every step may be done twice: the data are frozen by then, so it
/// comes to the same. That packaging began stands in the catalog, and is decided together with the calendar that allows it.
/// </summary>
public sealed partial class Packaging(
    DeliveryStore deliveries,
    ReactionStore reactions,
    CommentStore comments,
    CommentSweep sweep,
    WorkList workList,
    CatalogStore catalogs,
    Queues queues,
    TimeProvider time,
    ILogger<Packaging> logger)
{
    /// <summary>A step that was asked for so long ago and is not done is asked for again.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(15);

    /// <summary>Asks for whatever can be done next and is not under way. Says how far the packages are.</summary>
    public async Task<PackagingState> AdvanceAsync(PublishedProcess published, CancellationToken cancellationToken)
    {
        var process = published.Process;
        var now = time.GetUtcNow();
        if (PackagingRun.Of(process) is not { } run)
        {
            if (!(process.PackagesFrom(now) <= now)) return PackagingState.NotOpen;
            if (await sweep.AnyUndecidedAsync(process, cancellationToken)) return PackagingState.AwaitingModeration;
            if (await BeginAsync(process.Id, cancellationToken) is not { } began) return PackagingState.NotOpen;
            run = began;
        }

        var steps = await deliveries.ReadStepsAsync(run, cancellationToken);
        if (!IsDone(DeliveryStore.DecisionsStep))
        {
            // Nobody decides any more from the note in the catalog on; those under way are ended before packages are written. A package reads
            // its comments twice and must find the same both times.
            await workList.EndDecisionsAsync(process.Id, cancellationToken);
            await deliveries.MarkDoneAsync(run, DeliveryStore.DecisionsStep, cancellationToken);
        }

        var shards = Enumerable.Range(0, VisitorHash.Shards).ToList();
        if (!shards.TrueForAll(s => IsDone(DeliveryStore.TallyStep(s))))
        {
            foreach (var shard in shards)
            {
                await AskAsync(DeliveryStore.TallyStep(shard), () => queues.SendAsync(
                    TallyMessage.Queue, new TallyMessage(process.Id.Value, shard), DeliveryMessageJson.Default.TallyMessage, cancellationToken));
            }

            return PackagingState.Counting;
        }

        var contenders = published.Content.All.Contenders.Select(c => c.Id).ToList();
        if (!contenders.TrueForAll(c => IsDone(DeliveryStore.PackageStep(c))))
        {
            foreach (var contender in contenders) await AskAsync(DeliveryStore.PackageStep(contender), () => SendAsync(contender));
            return PackagingState.Packaging;
        }

        var made = await deliveries.ListAsync(run, cancellationToken);
        if (made.All(d => d.ReleasedAt is not null)) return PackagingState.Complete;
        await AskAsync(DeliveryStore.ReleaseStep, () => SendAsync(contender: null), askAgain: IsDone(DeliveryStore.ReleaseStep));
        return steps.GetValueOrDefault(DeliveryStore.ReleaseStep)?.Stopped == true ? PackagingState.Stopped : PackagingState.Comparing;

        bool IsDone(string step) => steps.GetValueOrDefault(step)?.Done == true;

        Task SendAsync(string? contender) => queues.SendAsync(
            PackageMessage.Queue, new PackageMessage(process.Id.Value, contender), DeliveryMessageJson.Default.PackageMessage, cancellationToken);

        // Asked first, noted second: dying in between asks twice, never not at all.
        async Task AskAsync(string step, Func<Task> ask, bool askAgain = false)
        {
            if (!askAgain && (IsDone(step) || (steps.GetValueOrDefault(step)?.QueuedAt is { } queued && now - queued < AskAgainAfter))) return;
            await ask();
            await deliveries.MarkQueuedAsync(run, step, now, cancellationToken);
        }
    }

    /// <summary>Whether packaging has begun, so that what goes into the packages may not change any more. One storage operation.</summary>
    public async Task<bool> HasBegunAsync(ProcessId process, CancellationToken cancellationToken) =>
        (await catalogs.ReadAsync(null, cancellationToken))!.Catalog.Find(process)?.PackagingBegan is not null;

    /// <summary>Counts one shard.</summary>
    /// <exception cref="InvalidOperationException">Packaging has not begun: a tally of now would not be the last.</exception>
    public async Task CountAsync(PublishedProcess published, int shard, CancellationToken cancellationToken)
    {
        var process = published.Process;
        var run = MustHaveBegun(process);
        var tallies = await reactions.CountShardAsync(process.Id, shard, process.ParticipationDays(time.GetUtcNow()), cancellationToken);
        await deliveries.SaveTallyAsync(run, shard, tallies, cancellationToken);
    }

    /// <summary>Writes one contender's package, unless it stands.</summary>
    /// <exception cref="InvalidOperationException">
    /// Packaging has not begun, people can still decide about comments, a shard is not counted or a comment not moderated: try again later.
    /// </exception>
    public async Task PackAsync(PublishedProcess published, Slug contender, CancellationToken cancellationToken)
    {
        const int Version = 1;
        var process = published.Process;
        var run = MustHaveBegun(process);
        if (await deliveries.FindAsync(run, contender, cancellationToken) is not null) return;

        if ((await deliveries.ReadStepsAsync(run, cancellationToken)).GetValueOrDefault(DeliveryStore.DecisionsStep)?.Done != true)
        {
            throw new InvalidOperationException($"People can still decide about comments of {process.Id}.");
        }

        var tallies = await deliveries.ReadTalliesAsync(run, cancellationToken);
        var targets = published.Content.TargetsOf(contender.Value).Select(t => (t, tallies.GetValueOrDefault(t.ToString()))).ToList();
        var now = time.GetUtcNow();
        var stream = await deliveries.OpenPackageForWritingAsync(run, contender.Value, Version, cancellationToken);
        var written = await new PackageWriter(process).WriteAsync(stream, targets, CommentsAsync, cancellationToken);
        // Only now: disposing makes the blob appear, and half a package must not.
        await stream.DisposeAsync();
        await deliveries.SaveAsync(
            run, new Delivery(contender.Value, Version, written.Sha256, written.Bytes, written.Reactions, written.Comments), cancellationToken);

        async IAsyncEnumerable<Comment> CommentsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            foreach (var day in process.ParticipationDays(now))
            {
                await foreach (var comment in comments.ReadAsync(process.Id, day, contender.Value, token)) yield return comment;
            }
        }
    }

    /// <summary>
    /// Holds all packages together against the tallies and the stored comments, and releases them when nothing is missing and nothing is too
    /// many. Otherwise nothing is released, and somebody is called. Reads the key of every comment once.
    /// </summary>
    /// <exception cref="InvalidOperationException">A package is not made yet.</exception>
    public async Task<PackagingDifferences> ReleaseAsync(PublishedProcess published, CancellationToken cancellationToken)
    {
        var process = published.Process;
        var run = MustHaveBegun(process);
        var made = await deliveries.ListAsync(run, cancellationToken);
        if (published.Content.All.Contenders.Any(c => made.All(d => d.Contender != c.Id)))
        {
            throw new InvalidOperationException($"Packages of {process.Id} are missing.");
        }

        var differences = await CompareAsync(process, run, made, cancellationToken);
        if (differences == PackagingDifferences.None)
        {
            await deliveries.ReleaseAsync(run, time.GetUtcNow(), cancellationToken);
        }
        else
        {
            await deliveries.MarkStoppedAsync(run, DeliveryStore.ReleaseStep, time.GetUtcNow(), cancellationToken);
            Counters.PackagingStopped();
            LogStopped(process.Id.Value, differences);
        }

        return differences;
    }

    private async Task<PackagingDifferences> CompareAsync(
        ElectoralProcess process, PackagingRun run, IReadOnlyList<Delivery> made, CancellationToken cancellationToken)
    {
        var differences = PackagingDifferences.None;
        var counted = (await deliveries.ReadTalliesAsync(run, cancellationToken)).Values.Aggregate(default(Tally), Tally.Add);
        if (made.Select(d => d.Reactions).Aggregate(default(Tally), Tally.Add) != counted) differences |= PackagingDifferences.Reactions;

        // Whatever day it is stored under: what no package could find counts too.
        var commentDays = await comments.ListDaysAsync(process.Id, cancellationToken);
        var stored = 0L;
        foreach (var day in commentDays) stored += await comments.CountDayAsync(process.Id, day, cancellationToken);
        if (made.Sum(d => d.Comments) != stored) differences |= PackagingDifferences.Comments;

        var days = await reactions.ListDaysAsync(process.Id, cancellationToken);
        if (!days.All(process.IsParticipationDay)) differences |= PackagingDifferences.Days;
        return differences;
    }

    // Looked at where it is written: the calendar, what waits to replace it and packaging are one entry of the catalog.
    private async Task<PackagingRun?> BeginAsync(ProcessId id, CancellationToken cancellationToken)
    {
        PackagingRun? run = null;
        var began = await catalogs.ChangeAsync(
            catalog =>
            {
                run = null;
                var now = time.GetUtcNow();
                if (catalog.Find(id) is not { } process) return null;
                if (PackagingRun.Of(process) is { } before)
                {
                    run = before;
                    return null;
                }

                if (!(process.PackagesFrom(now) <= now)) return null;
                var begun = process.BeginPackaging(now);
                run = PackagingRun.Of(begun);
                return catalog.Replace(begun);
            },
            cancellationToken);
        if (began) Counters.PackagingBegan();
        return run;
    }

    // A message that came early, or was made by hand, must not freeze what is not final.
    private static PackagingRun MustHaveBegun(ElectoralProcess process) =>
        PackagingRun.Of(process) ?? throw new InvalidOperationException($"The packages of {process.Id} have not begun.");

    [LoggerMessage(1, LogLevel.Error, "The packages of {Process} do not hold what is stored ({Differences}); nothing is released. See docs/operations.md, 'Packages are stopped'")]
    private partial void LogStopped(string process, PackagingDifferences differences);
}
