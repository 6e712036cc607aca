using System.Diagnostics;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessDecide.Standalone.Storage;

/// <summary>A blob lease, held by one process at a time and renewed until disposed. If the process dies, the lease ends within 15 seconds.</summary>
internal sealed class HeldLease : IAsyncDisposable
{
    // The shortest lease the service grants.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    private readonly BlobLeaseClient client;
    private readonly CancellationTokenSource ending = new();
    private readonly CancellationTokenSource lost = new();
    private readonly Task renewing;

    private HeldLease(BlobLeaseClient client, long since)
    {
        this.client = client;
        Lost = lost.Token;
        renewing = RenewAsync(since);
    }

    public string Id => client.LeaseId;

    /// <summary>Cancelled when another process may hold the lease: the guarded work must end.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Waits until the lease is free and takes it.</summary>
    /// <param name="blob">The blob; created if it does not exist.</param>
    /// <param name="lookEvery">How often to check whether another process has released it.</param>
    /// <param name="watch">Reports when storage is unavailable.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
    public static async Task<HeldLease> AcquireAsync(BlobClient blob, TimeSpan lookEvery, StorageWatch watch, CancellationToken cancellation)
    {
        while (true)
        {
            var lease = await watch.RetryAsync(blob.Name, token => TryAcquireAsync(blob, token), cancellation);
            if (lease is not null) return lease;
            await Task.Delay(lookEvery, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await renewing;
        if (!lost.IsCancellationRequested)
        {
            try
            {
                // A token of its own: a stopping host still releases the lease, so that the next one need not wait.
                using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(3));
                await client.ReleaseAsync(cancellationToken: soon.Token);
            }
            catch (Exception late) when (late is RequestFailedException or AggregateException or OperationCanceledException)
            {
                // The lease expires by itself.
            }
        }

        ending.Dispose();
        lost.Dispose();
    }

    private static async Task<HeldLease?> TryAcquireAsync(BlobClient blob, CancellationToken cancellation)
    {
        var client = blob.GetBlobLeaseClient();
        while (true)
        {
            try
            {
                var since = Stopwatch.GetTimestamp();
                await client.AcquireAsync(Duration, cancellationToken: cancellation);
                return new HeldLease(client, since);
            }
            catch (RequestFailedException held) when (held.Status == 409)
            {
                return null;
            }
            catch (RequestFailedException missing) when (missing.Status == 404)
            {
                await HostState.CreateAsync(blob, cancellation);
            }
        }
    }

    private async Task RenewAsync(long since)
    {
        var wait = RenewEvery;
        while (true)
        {
            await Task.Delay(wait, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ending.IsCancellationRequested) return;
            var now = Stopwatch.GetTimestamp();
            try
            {
                // An answer that comes after the lease has ended is worthless.
                using var inTime = new CancellationTokenSource(TimeSpan.FromSeconds(4));
                await client.RenewAsync(cancellationToken: inTime.Token);
                since = now;
                wait = RenewEvery;
            }
            catch (Exception failure) when (failure is RequestFailedException or AggregateException or OperationCanceledException)
            {
                var taken = failure is RequestFailedException { Status: 404 or 409 or 412 };
                wait = TimeSpan.FromSeconds(1);
                if (taken || Stopwatch.GetElapsedTime(since) > Duration - RenewEvery)
                {
                    await lost.CancelAsync();
                    return;
                }
            }
        }
    }
}
