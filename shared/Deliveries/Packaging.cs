using ServerlessDecide.Content;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Deliveries;

/// <summary>How far the packages of a process are.</summary>
public enum PackagingState
{
    /// <summary>Deliveries are not open, or people can still react.</summary>
    NotOpen,

    /// <summary>Comments wait for moderation; packages would not be complete.</summary>
    AwaitingModeration,

    /// <summary>Shards are being counted.</summary>
    Counting,

    /// <summary>Packages are being written.</summary>
    Packaging,
    Complete,
}

/// <summary>
/// Makes the packages of a process in two waves of messages: first each shard of visitors is counted, then each contender's package is
/// written. Every step may be done twice: the data are frozen by then, so it comes to the same.
/// </summary>
public sealed class Packaging(
    DeliveryStore deliveries, ReactionStore reactions, CommentStore comments, CommentSweep sweep, WorkList workList, Queues queues, TimeProvider time)
{
    /// <summary>A reaction on its way at the closing has arrived by then.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    /// <summary>A step that was asked for so long ago and is not done is asked for again.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(15);

    /// <summary>Asks for whatever can be done next and is not under way. Says how far the packages are.</summary>
    public async Task<PackagingState> AdvanceAsync(PublishedProcess published, CancellationToken cancellationToken)
    {
        var process = published.Process;
        var now = time.GetUtcNow();
        if (!MayBegin(published, now)) return PackagingState.NotOpen;

        var steps = await deliveries.ReadStepsAsync(process.Id, cancellationToken);
        var contenders = published.Content.All.Contenders.Select(c => c.Id).ToList();
        if (contenders.TrueForAll(c => IsDone(DeliveryStore.PackageStep(c)))) return PackagingState.Complete;
        if (await sweep.AnyUndecidedAsync(process, cancellationToken)) return PackagingState.AwaitingModeration;
        if (!IsDone(DeliveryStore.DecisionsStep)) await EndDecisionsAsync(process.Id, now, cancellationToken);

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

        foreach (var contender in contenders)
        {
            await AskAsync(DeliveryStore.PackageStep(contender), () => queues.SendAsync(
                PackageMessage.Queue, new PackageMessage(process.Id.Value, contender), DeliveryMessageJson.Default.PackageMessage, cancellationToken));
        }

        return PackagingState.Packaging;

        bool IsDone(string step) => steps.GetValueOrDefault(step)?.Done == true;

        // Asked first, noted second: dying in between asks twice, never not at all.
        async Task AskAsync(string step, Func<Task> ask)
        {
            if (IsDone(step) || (steps.GetValueOrDefault(step)?.QueuedAt is { } queued && now - queued < AskAgainAfter)) return;
            await ask();
            await deliveries.MarkQueuedAsync(process.Id, step, now, cancellationToken);
        }
    }

    // From the first note on no decision begins; those under way are ended before the second one. A package reads its comments twice and must
    // find the same both times.
    private async Task EndDecisionsAsync(ProcessId process, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await deliveries.MarkQueuedAsync(process, DeliveryStore.DecisionsStep, now, cancellationToken);
        await workList.EndDecisionsAsync(process, cancellationToken);
        await deliveries.MarkDoneAsync(process, DeliveryStore.DecisionsStep, cancellationToken);
    }

    private static bool MayBegin(PublishedProcess published, DateTimeOffset now) =>
        published.StateOf(Activity.Deliveries, now).IsOpen && !(now < published.Process.Calendar.ReactionsClose + Settled);

    // A message that came early, or was made by hand, must not freeze what is not final.
    private void MustHaveBegun(PublishedProcess published)
    {
        if (!MayBegin(published, time.GetUtcNow())) throw new InvalidOperationException($"The deliveries of {published.Process.Id} are not open.");
    }

    /// <summary>Whether anything of the packages stands already, so that what went into it may not change any more.</summary>
    public async Task<bool> HasBegunAsync(ProcessId process, CancellationToken cancellationToken) =>
        (await deliveries.ReadStepsAsync(process, cancellationToken)).Count > 0;

    /// <summary>Counts one shard.</summary>
    /// <exception cref="InvalidOperationException">People can still react: a tally of now would not be the last.</exception>
    public async Task CountAsync(PublishedProcess published, int shard, CancellationToken cancellationToken)
    {
        var process = published.Process;
        MustHaveBegun(published);
        var tallies = await reactions.CountShardAsync(process.Id, shard, process.ParticipationDays(time.GetUtcNow()), cancellationToken);
        await deliveries.SaveTallyAsync(process.Id, shard, tallies, cancellationToken);
    }

    /// <summary>Writes one contender's package, unless it stands.</summary>
    /// <exception cref="InvalidOperationException">
    /// Deliveries are not open, people can still decide about comments, a shard is not counted or a comment not moderated: try again later.
    /// </exception>
    public async Task PackAsync(PublishedProcess published, Slug contender, CancellationToken cancellationToken)
    {
        const int Version = 1;
        var process = published.Process;
        MustHaveBegun(published);
        if (await deliveries.FindAsync(process.Id, contender, cancellationToken) is not null) return;

        if ((await deliveries.ReadStepsAsync(process.Id, cancellationToken)).GetValueOrDefault(DeliveryStore.DecisionsStep)?.Done != true)
        {
            throw new InvalidOperationException($"People can still decide about comments of {process.Id}.");
        }

        var tallies = await deliveries.ReadTalliesAsync(process.Id, cancellationToken);
        var targets = published.Content.TargetsOf(contender.Value).Select(t => (t, tallies.GetValueOrDefault(t.ToString()))).ToList();
        var now = time.GetUtcNow();
        var stream = await deliveries.OpenPackageForWritingAsync(process.Id, contender.Value, Version, cancellationToken);
        var written = await new PackageWriter(process).WriteAsync(stream, targets, CommentsAsync, cancellationToken);
        // Only now: disposing makes the blob appear, and half a package must not.
        await stream.DisposeAsync();
        await deliveries.SaveAsync(process.Id, new Delivery(contender.Value, Version, written.Sha256, written.Bytes, now), cancellationToken);

        async IAsyncEnumerable<Comment> CommentsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            foreach (var day in process.ParticipationDays(now))
            {
                await foreach (var comment in comments.ReadAsync(process.Id, day, contender.Value, token)) yield return comment;
            }
        }
    }
}
