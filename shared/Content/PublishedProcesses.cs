using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Content;

/// <summary>
/// What this instance serves, held in memory. A reader never waits for storage but for the first time, or when nobody asked for
/// <see cref="StaleAfter"/>; otherwise a newer catalog is looked for behind the reader's back, at most once every
/// <see cref="CheckEvery"/>. When storage is away or a snapshot is broken, what is held goes on being served; a calendar is always the newest
/// that could be read, because a closing is a promise.
/// </summary>
public sealed partial class PublishedProcesses(
    CatalogStore catalogs, ContentStore contents, StatisticsStore statistics, TimeProvider time, ILogger<PublishedProcesses> logger)
    : IDisposable
{
    /// <summary>How often a newer version is looked for while there are readers.</summary>
    public static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(2);

    /// <summary>A reader who comes after so long a silence waits for the look.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim refreshing = new(1, 1);
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, bool> broken = new(StringComparer.Ordinal);
    private volatile State? state;
    private Task? firstRead;
    private long checkedAt;
    private int looking;
    private bool failing;

    /// <summary>The process, or null when there is none with that id.</summary>
    public async ValueTask<PublishedProcess?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).ById.GetValueOrDefault(id);

    /// <summary>All processes, in the order in which they were created.</summary>
    public async ValueTask<IReadOnlyList<PublishedProcess>> ListAsync(CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).All;

    /// <summary>What this instance holds at this moment, without a look for anything newer; empty before the first look.</summary>
    public IReadOnlyList<PublishedProcess> Held => state?.All ?? [];

    /// <summary>Begins to read, so that the first readers of a cold instance wait for less. Whether it succeeds is theirs to see.</summary>
    public void Begin() => _ = Task.Run(FirstReadAsync).ContinueWith(
        static read => _ = read.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>Reads the newest version now. For those who must not act on an older one: queue and timer functions, and writers.</summary>
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
            // The look goes on behind a storage that hangs; the reader does not.
            if (age >= StaleAfter) await Task.WhenAny(look, Task.Delay(CheckEvery, TimeProvider.System, cancellationToken));
        }

        return state!;
    }

    // All who come before the first version is there wait for one and the same reading, and fail with it; who comes then begins another.
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
            // Readers are served what is held. The next look comes after the usual pause, not with the next request.
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
        // All at once: an instance that starts cold waits as long as for the largest.
        var loaded = await Task.WhenAll(read.Catalog.Processes.Select(
            process => LoadAsync(process, held?.ById.GetValueOrDefault(process.Id.Value), cancellationToken)));
        var all = loaded.Select(l => l.Process).ToList();
        // What could not be read is tried again at the next look, though the catalog stays the same.
        var version = loaded.All(l => l.IsRead) ? read : read with { ETag = null };
        return new State(version, all, all.ToDictionary(p => p.Process.Id.Value, StringComparer.Ordinal));
    }

    // What cannot be read of one process keeps nothing else from being served, and is served as it was before.
    private async Task<(PublishedProcess Process, bool IsRead)> LoadAsync(
        ElectoralProcess process, PublishedProcess? before, CancellationToken cancellationToken)
    {
        var content = TryAsync(process, before?.HeldContent, before?.Process.ContentVersion, process.ContentVersion, async version =>
        {
            var index = new ContentIndex(await contents.ReadAsync(process.Id, version, cancellationToken));
            // While readers are served the version before; on a cold instance they wait for no more than what they ask for.
            if (before is not null) index.Warm();
            return index;
        }, ContentIndex.Empty);
        var figures = TryAsync(process, before?.HeldStatistics, before?.Process.StatisticsVersion, process.StatisticsVersion,
            version => statistics.ReadPublishedAsync(process.Id, version, cancellationToken), PublishedStatistics.None);
        var (index, contentVersion) = await content;
        var (published, statisticsVersion) = await figures;
        // Under their own versions: the next look must not take what is older for what is new.
        return (
            new PublishedProcess(process with { ContentVersion = contentVersion, StatisticsVersion = statisticsVersion }, index, published),
            contentVersion == process.ContentVersion && statisticsVersion == process.StatisticsVersion);
    }

    /// <summary>The wanted version, or the one that is held where the wanted one is missing or damaged.</summary>
    private async Task<(T? Read, string? Version)> TryAsync<T>(
        ElectoralProcess process, T? held, string? heldVersion, string? wanted, Func<string, Task<T>> read, T empty)
        where T : class
    {
        if (held is not null && heldVersion == wanted) return (held, heldVersion);
        if (wanted is null) return (empty, null);
        try
        {
            return (await read(wanted), wanted);
        }
        catch (InvalidDataException e)
        {
            if (broken.TryAdd($"{process.Id} {wanted}", true)) LogBroken(e, process.Id.Value);
            return (held, heldVersion);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The published catalog could not be read; what is in memory goes on being served")]
    private partial void LogLookFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Error, "What is published of process {Process} is missing or damaged; this instance serves what it had before")]
    private partial void LogBroken(Exception exception, string process);

    private sealed record State(CatalogVersion Version, IReadOnlyList<PublishedProcess> All, Dictionary<string, PublishedProcess> ById);
}
