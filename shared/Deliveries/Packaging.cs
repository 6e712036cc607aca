using Microsoft.Extensions.Logging;
using ServerlessDecide.Audit;
using ServerlessDecide.Comments;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.Storage;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Deliveries;

/// <summary>The progress of a process's packages.</summary>
public enum PackagingState
{
    /// <summary>Deliveries are not open, or packaging cannot begin yet.</summary>
    NotOpen,

    /// <summary>Comments wait for moderation; packages would be incomplete.</summary>
    AwaitingModeration,

    /// <summary>Shards are being counted.</summary>
    Counting,

    /// <summary>Packages are being written.</summary>
    Packaging,

    /// <summary>All packages together are compared with the stores.</summary>
    Comparing,

    /// <summary>Packages and stores differ: nothing is released until a person has found out why.</summary>
    Stopped,
    Complete,
}

/// <summary>
/// Makes the packages of a process in waves of messages: each shard of visitors is counted, each contender's package is written, all of
/// them are compared with the stores, and only then can one be downloaded. Every step is idempotent, because the data are frozen by then.
/// The catalog records that packaging began, in the same write that checks the calendar that allows it.
/// </summary>
public sealed partial class Packaging(
    DeliveryStore deliveries,
    ReactionStore reactions,
    CommentStore comments,
    CommentSweep sweep,
    ReviewQueue reviewQueue,
    CatalogStore catalogs,
    PackagedContents contents,
    AuditStore audit,
    Queues queues,
    TimeProvider time,
    ILogger<Packaging> logger)
{
    /// <summary>How long after it was queued a step that is not done is queued again.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(15);

    /// <summary>Queues every step that can be done next and is not under way, and returns the progress.</summary>
    public async Task<PackagingState> AdvanceAsync(PublishedProcess published, CancellationToken cancellationToken)
    {
        var process = published.Process;
        var now = time.GetUtcNow();
        if (PackagingRun.Of(process) is not { } run)
        {
            if (!(process.PackagesFrom(now) <= now)) return PackagingState.NotOpen;
            // Packaging freezes the published content for all packages, so it must not begin before there is any.
            if (published.Content.All.Contenders.Count == 0) return PackagingState.NotOpen;
            if (await deliveries.HasStepsWithoutRunAsync(process.Id, cancellationToken))
            {
                LogMadeBefore(process.Id.Value);
                return PackagingState.Stopped;
            }

            if (await sweep.AnyUndecidedAsync(process, cancellationToken)) return PackagingState.AwaitingModeration;
            if (await BeginAsync(process.Id, cancellationToken) is not { } begun) return PackagingState.NotOpen;
            process = begun;
            run = PackagingRun.Of(process)!.Value;
        }

        // Pause while an operator checks whether all packages can be taken back.
        if (process.TakingBackSince is not null) return PackagingState.Stopped;
        var steps = await deliveries.ReadStepsAsync(run, cancellationToken);
        if (!IsDone(DeliveryStore.DecisionsStep))
        {
            // Once the catalog says that packaging began, no new decision starts; decisions under way are ended before packages are written.
            // A package reads its comments twice and must find the same both times.
            await reviewQueue.EndDecisionsAsync(process.Id, cancellationToken);
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

        var contenders = (await contents.ReadAsync(process, published, cancellationToken)).All.Contenders.Select(c => c.Id).ToList();
        if (!contenders.TrueForAll(c => IsDone(DeliveryStore.PackageStep(c))))
        {
            foreach (var contender in contenders) await AskAsync(DeliveryStore.PackageStep(contender), () => SendAsync(contender));
            return PackagingState.Packaging;
        }

        if (IsDone(DeliveryStore.ReleaseStep)) return PackagingState.Complete;
        await AskAsync(DeliveryStore.ReleaseStep, () => SendAsync(contender: null));
        return steps.GetValueOrDefault(DeliveryStore.ReleaseStep)?.Stopped == true ? PackagingState.Stopped : PackagingState.Comparing;

        bool IsDone(string step) => steps.GetValueOrDefault(step)?.Done == true;

        Task SendAsync(string? contender) => queues.SendAsync(
            PackageMessage.Queue, new PackageMessage(process.Id.Value, contender), DeliveryMessageJson.Default.PackageMessage, cancellationToken);

        // Send the message first, then record it: a crash in between sends it twice, never not at all.
        async Task AskAsync(string step, Func<Task> ask)
        {
            if (IsDone(step) || (steps.GetValueOrDefault(step)?.QueuedAt is { } queued && now - queued < AskAgainAfter)) return;
            await ask();
            await deliveries.MarkQueuedAsync(run, step, now, cancellationToken);
        }
    }

    /// <summary>Whether packaging has begun. From then on, nothing that goes into the packages may change. One storage operation.</summary>
    public async Task<bool> HasBegunAsync(ProcessId process, CancellationToken cancellationToken) =>
        (await catalogs.ReadAsync(null, cancellationToken))!.Catalog.Find(process)?.PackagingBegan is not null;

    /// <summary>Counts one shard.</summary>
    /// <exception cref="InvalidOperationException">Packaging has not begun: reactions could still change the tally.</exception>
    public async Task CountAsync(PublishedProcess published, int shard, CancellationToken cancellationToken)
    {
        var process = published.Process;
        var run = PackagingRun.MustBe(process);
        var tallies = await reactions.CountShardAsync(process.Id, shard, cancellationToken);
        await deliveries.SaveTallyAsync(run, shard, tallies, cancellationToken);
    }

    /// <summary>Writes one contender's package, unless it is complete.</summary>
    /// <exception cref="InvalidOperationException">
    /// Packaging has not begun, comments can still be decided, a shard is not counted or a comment not moderated: try again later.
    /// </exception>
    public async Task PackAsync(PublishedProcess published, Slug contender, CancellationToken cancellationToken)
    {
        const int Version = 1;
        var process = published.Process;
        var run = PackagingRun.MustBe(process);
        if (await deliveries.FindAsync(run, contender, cancellationToken) is not null) return;

        if ((await deliveries.ReadStepsAsync(run, cancellationToken)).GetValueOrDefault(DeliveryStore.DecisionsStep)?.Done != true)
        {
            throw new InvalidOperationException($"Comments of {process.Id} can still be decided.");
        }

        var tallies = await deliveries.ReadTalliesAsync(run, cancellationToken);
        var content = await contents.ReadAsync(process, published, cancellationToken);
        if (content.Contender(contender.Value) is null) throw new InvalidOperationException("The message names no contender of the content that is packaged.");
        var targets = TargetKind.TargetsOf(content, contender.Value).Select(t => (t, tallies.GetValueOrDefault(t.ToString()))).ToList();
        var now = time.GetUtcNow();
        var stream = await deliveries.OpenPackageForWritingAsync(run, contender.Value, Version, cancellationToken);
        var written = await new PackageWriter(process).WriteAsync(stream, targets, CommentsAsync, cancellationToken);
        // Dispose only now: it makes the blob appear, and half a package must not.
        await stream.DisposeAsync();
        await deliveries.SaveAsync(
            run, new Delivery(contender.Value, Version, written.Sha256, written.Bytes, written.Reactions, written.Comments), cancellationToken);

        async IAsyncEnumerable<Comment> CommentsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            foreach (var day in process.ParticipationDays(now))
            {
                await foreach (var comment in comments.ReadAsync(process.Id, day, contender, token)) yield return comment;
            }
        }
    }

    // Decides within the write: the calendar, its pending replacement and the beginning of packaging are one entry of the catalog.
    private async Task<ElectoralProcess?> BeginAsync(ProcessId id, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(id.Value, "app", "packaging.begin", "", cancellationToken);
        ElectoralProcess? begun = null;
        var began = await catalogs.ChangeAsync(
            catalog =>
            {
                begun = null;
                var now = time.GetUtcNow();
                if (catalog.Find(id) is not { } process) return null;
                if (process.PackagingBegan is not null) begun = process;
                if (begun is not null || !(process.PackagesFrom(now) <= now)) return null;
                begun = process.BeginPackaging(now);
                return catalog.Replace(begun);
            },
            cancellationToken);
        if (began) Counters.PackagingBegan();
        return begun;
    }

    [LoggerMessage(
        1,
        LogLevel.Error,
        "The packages of {Process} were made by an earlier version; this version makes no others. See docs/operations.md, 'Packages are stopped'")]
    private partial void LogMadeBefore(string process);
}
