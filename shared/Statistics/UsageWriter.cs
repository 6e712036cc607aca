using ServerlessDecide.Storage;

namespace ServerlessDecide.Statistics;

/// <summary>Writes the counts of this instance in small deltas. A delta that could not be written is kept unchanged and written the next time.</summary>
public sealed class UsageWriter(UsageCounters counters, UsageStore store, DayKeyStore keys, TimeProvider time) : IDisposable
{
    /// <summary>How often deltas are written. A crash loses at most the counts of one interval.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim writing = new(1);
    private readonly string instance = Guid.NewGuid().ToString("N");

    /// <summary>The purpose name of the key with which a day's visitors are hashed.</summary>
    public static string KeyPurpose(ProcessId process) => "visitors." + process.Value;

    /// <summary>At most two storage operations for each day with counts, and two more once a day for its key.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            foreach (var (key, day) in counters.Days)
            {
                await WriteAsync(key.Process, key.Day, day, cancellationToken);
                if (time.GetUtcNow() > day.Over) counters.Forget(key);
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public void Dispose() => writing.Dispose();

    private async Task WriteAsync(ProcessId process, DateOnly date, UsageDay day, CancellationToken cancellationToken)
    {
        var waited = day.Waits;
        await WriteNextAsync();
        // After the delta that had to wait, write the counts made since.
        if (waited) await WriteNextAsync();

        if (day.Visitors.NeedsKey && time.GetUtcNow() <= day.Over)
        {
            day.Visitors.UseKey(await keys.ReadOrMakeAsync(KeyPurpose(process), date, cancellationToken));
        }

        if (day.Visitors.Changed() is { } sketch)
        {
            await store.PutSketchAsync(process, date, instance, sketch, cancellationToken);
            day.Visitors.Written(sketch);
        }

        async Task WriteNextAsync()
        {
            if (day.Next() is not { } delta) return;
            await store.InsertAsync(process, date, instance, delta, cancellationToken);
            day.Written();
        }
    }
}
