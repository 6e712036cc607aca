using Microsoft.Extensions.Logging;
using ServerlessDecide.Comments;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Deliveries;

/// <summary>How all packages together differ from the stores.</summary>
[Flags]
public enum PackagingDifferences
{
    None = 0,

    /// <summary>The packages do not contain exactly the reactions that were counted.</summary>
    Reactions = 1,

    /// <summary>The packages do not contain exactly the comments that are stored.</summary>
    Comments = 2,
}

/// <summary>The last step of packaging: compares all packages with the stores. Before that, no package can be downloaded.</summary>
public sealed partial class PackageRelease(
    DeliveryStore deliveries, CommentStore comments, PackagedContents contents, TimeProvider time, ILogger<PackageRelease> logger)
{
    /// <summary>
    /// Compares all packages together with the tallies and the stored comments, and releases them when both agree. Otherwise it releases
    /// nothing and logs an error, which alerts the operator. Reads the key of every comment once.
    /// </summary>
    /// <exception cref="InvalidOperationException">A package is not made yet.</exception>
    public async Task<PackagingDifferences> ReleaseAsync(PublishedProcess published, CancellationToken cancellationToken)
    {
        var process = published.Process;
        var run = PackagingRun.MustBe(process);
        var made = await deliveries.ListAsync(run, cancellationToken);
        var content = await contents.ReadAsync(process, published, cancellationToken);
        if (content.All.Contenders.Any(c => made.All(d => d.Contender != c.Id)))
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

        // All days, whatever the calendar says: a comment that no package could find counts too.
        var commentDays = await comments.ListDaysAsync(process.Id, cancellationToken);
        var stored = 0L;
        foreach (var day in commentDays) stored += await comments.CountDayAsync(process.Id, day, cancellationToken);
        if (made.Sum(d => d.Comments) != stored) differences |= PackagingDifferences.Comments;
        return differences;
    }

    [LoggerMessage(1, LogLevel.Error, "The packages of {Process} do not hold what is stored ({Differences}); nothing is released. See docs/operations.md, 'Packages are stopped'")]
    private partial void LogStopped(string process, PackagingDifferences differences);
}
