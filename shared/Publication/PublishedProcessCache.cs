using System.Collections.Concurrent;
using Azure;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Content;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Publication;

/// <summary>
/// Holds in memory what this instance serves. A reader waits for storage only the first time, or after <see cref="StaleAfter"/> without
/// readers. Otherwise the cache checks for a newer catalog in the background, at most once every <see cref="CheckEvery"/>. When storage is
/// away or a snapshot is broken, the cache keeps serving what it holds; the calendar is always the newest that could be read, because a
/// closing is a promise.
/// </summary>
public sealed partial class PublishedProcessCache(
    CatalogStore catalogs, ContentStore contents, PublishedStatisticsStore statistics, TimeProvider time, ILogger<PublishedProcessCache> logger)
    : IDisposable
{
    /// <summary>How often the cache checks for a newer version while there are readers.</summary>
    public static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(2);

    /// <summary>After this long without readers, the next reader waits for the check.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim refreshing = new(1, 1);
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, bool> broken = new(StringComparer.Ordinal);
    private volatile State? state;
    private Task? firstRead;
    private long checkedAt;
    private int looking;
    private bool failing;

    /// <summary>Returns the process with an id, or null.</summary>
    public async ValueTask<PublishedProcess?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).ById.GetValueOrDefault(id);

    /// <summary>Returns all processes, in the order of their creation.</summary>
    public async ValueTask<IReadOnlyList<PublishedProcess>> ListAsync(CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).All;

    /// <summary>The processes in memory, without a check for newer versions; empty before the first read.</summary>
    public IReadOnlyList<PublishedProcess> Held => state?.All ?? [];

    /// <summary>The processes that were removed, as of the newest catalog in memory.</summary>
    public IReadOnlyList<ElectoralProcess> Removed => state?.Version.Catalog.Removed ?? [];

    /// <summary>Starts to read, so that the first readers of a cold instance wait less. A failure is ignored here; those readers get it.</summary>
    public void StartReading() => _ = Task.Run(FirstReadAsync).ContinueWith(
        static read => _ = read.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>Reads the newest version now. For code that must not act on an older one: queue and timer functions, and writers.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await refreshing.WaitAsync(cancellationToken);
        try
        {
            var held = state;
            var read = await catalogs.ReadAsync(held?.Version.ETag, cancellationToken);
            if (read is not null) state = await LoadAsync(read, held, cancellationToken);
            Volatile.Write(ref checkedAt, time.GetTimestamp());
        }
        finally
        {
            refreshing.Release();
        }
    }

    /// <summary>
    /// Does a timer's work for every process of the newest catalog. A failure does not stop the others; all failures are thrown at the end.
    /// </summary>
    /// <exception cref="AggregateException">The work failed for some processes.</exception>
    public async Task ForEachAsync(Func<PublishedProcess, Task> work, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        var failures = new List<Exception>();
        foreach (var process in await ListAsync(cancellationToken))
        {
            try
            {
                await work(process);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(new InvalidOperationException($"Process {process.Process.Id} failed.", e));
            }
        }

        if (failures.Count > 0) throw new AggregateException(failures);
    }

    public void Dispose() => refreshing.Dispose();

    private async ValueTask<State> CurrentAsync(CancellationToken cancellationToken)
    {
        var held = state;
        if (held is null)
        {
            await FirstReadAsync().WaitAsync(cancellationToken);
            return state!;
        }

        var age = time.GetElapsedTime(Volatile.Read(ref checkedAt));
        if (age >= CheckEvery && Interlocked.Exchange(ref looking, 1) == 0)
        {
            var look = LookAsync();
            // When storage hangs, the check goes on in the background, and the reader stops waiting.
            if (age >= StaleAfter) await Task.WhenAny(look, Task.Delay(CheckEvery, TimeProvider.System, cancellationToken));
        }

        return state!;
    }

    // All readers before the first version share one read, and fail with it; the next reader after a failure starts another.
    private Task FirstReadAsync()
    {
        lock (gate)
        {
            if (state is not null) return Task.CompletedTask;
            if (firstRead is null or { IsCompleted: true }) firstRead = RefreshAsync(CancellationToken.None);
            return firstRead;
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await RefreshAsync(CancellationToken.None);
            failing = false;
        }
        catch (Exception e)
        {
            // Readers get what is in memory. The next check comes after the usual pause, not with the next request.
            Volatile.Write(ref checkedAt, time.GetTimestamp());
            if (!failing) LogLookFailed(e);
            failing = true;
        }
        finally
        {
            Volatile.Write(ref looking, 0);
        }
    }

    private async Task<State> LoadAsync(CatalogVersion read, State? held, CancellationToken cancellationToken)
    {
        // In parallel, so that a cold start takes only as long as the largest process.
        var loaded = await Task.WhenAll(read.Catalog.Processes.Select(
            process => LoadAsync(process, held?.ById.GetValueOrDefault(process.Id.Value), cancellationToken)));
        var all = loaded.Select(l => l.Process).ToList();
        // Without the ETag, the next check retries what could not be read, although the catalog stays the same.
        var version = loaded.All(l => l.IsRead) ? read : read with { ETag = null };
        return new State(version, all, all.ToDictionary(p => p.Process.Id.Value, StringComparer.Ordinal));
    }

    // What cannot be read of one process is served in its earlier version, and does not stop the rest from being served.
    private async Task<(PublishedProcess Process, bool IsRead)> LoadAsync(
        ElectoralProcess process, PublishedProcess? before, CancellationToken cancellationToken)
    {
        var content = TryAsync(process, before?.HeldContent, before?.Process.ContentVersion, process.ContentVersion, async version =>
        {
            var index = new ContentIndex(await contents.ReadAsync(process.Id, version, cancellationToken));
            // Build all indexes while readers still get the version before; on a cold instance readers wait only for the indexes they need.
            if (before is not null) index.BuildIndexes();
            return index;
        }, ContentIndex.Empty, cancellationToken);
        var figures = TryAsync(process, before?.HeldStatistics, before?.Process.StatisticsVersion, process.StatisticsVersion,
            version => statistics.ReadAsync(process.Id, version, cancellationToken), PublishedStatistics.None, cancellationToken);
        var (index, contentVersion) = await content;
        var (published, statisticsVersion) = await figures;
        // Keep the versions that were actually read: the next check must not take an older one for the new one.
        return (
            new PublishedProcess(process with { ContentVersion = contentVersion, StatisticsVersion = statisticsVersion }, index, published) { InCatalog = process },
            contentVersion == process.ContentVersion && statisticsVersion == process.StatisticsVersion);
    }

    /// <summary>Returns the wanted version, or the one in memory when the wanted one cannot be read, for whatever reason.</summary>
    private async Task<(T? Read, string? Version)> TryAsync<T>(
        ElectoralProcess process, T? held, string? heldVersion, string? wanted, Func<string, Task<T>> read, T empty, CancellationToken cancellationToken)
        where T : class
    {
        if (held is not null && heldVersion == wanted) return (held, heldVersion);
        if (wanted is null) return (empty, null);
        try
        {
            return (await read(wanted), wanted);
        }
        // Whatever it is, also too little memory: one process must not keep the others from being refreshed. While storage is away nothing is
        // refreshed, so that a new calendar opens no content that it was not made for.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !IsPassing(e))
        {
            if (broken.TryAdd($"{process.Id} {wanted} {e.GetType().Name}", true)) LogBroken(e, process.Id.Value);
            return (held, heldVersion);
        }
    }

    private static bool IsPassing(Exception e) => e is RequestFailedException { Status: 0 or 408 or 429 or >= 500 }
        or AggregateException or TimeoutException or HttpRequestException or (IOException and not EndOfStreamException);

    [LoggerMessage(1, LogLevel.Warning, "The published catalog could not be read; this instance keeps serving what it has in memory")]
    private partial void LogLookFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Error, "Published content of process {Process} cannot be read: it is missing, damaged or too large; this instance serves what it had before")]
    private partial void LogBroken(Exception exception, string process);

    private sealed record State(CatalogVersion Version, IReadOnlyList<PublishedProcess> All, Dictionary<string, PublishedProcess> ById);
}
