namespace ServerlessDecide.Visitors;

/// <summary>
/// The end of the time in which a request may write. Tallies and packages start one settling delay after the last moment at
/// which an activity was open, and every acknowledged row must be there by then. So a row that may have been written later than
/// <see cref="Length"/> after its moment is not acknowledged: it may count or not, and its visitor was not told that it does.
/// </summary>
public sealed class WriteDeadline : IDisposable
{
    /// <summary>From the moment at which the activity was found open. Shorter than the settling time by more than clocks differ.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    private readonly TimeProvider time;
    private readonly DateTimeOffset ends;
    private readonly CancellationTokenSource over;
    private readonly CancellationTokenSource either;

    /// <param name="now">The moment at which the activity was found open.</param>
    /// <param name="caller">The cancellation of the request.</param>
    /// <exception cref="TimeoutException">The deadline is already over.</exception>
    public WriteDeadline(TimeProvider time, DateTimeOffset now, CancellationToken caller)
    {
        (this.time, ends) = (time, now + Length);
        MustNotBeOver();
        var left = ends - time.GetUtcNow();
        over = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(caller, over.Token);
    }

    /// <summary>Cancels pending work when the time is over or the caller disconnects.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>Throws after the deadline. Call it after a write and before its acknowledgement.</summary>
    /// <exception cref="TimeoutException">The write finished too late to be acknowledged.</exception>
    public void MustNotBeOver()
    {
        if (time.GetUtcNow() >= ends) throw new TimeoutException("A request took too long to write: it is not acknowledged.");
    }

    public void Dispose()
    {
        either.Dispose();
        over.Dispose();
    }
}
