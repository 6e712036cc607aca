namespace ServerlessDecide.Participation;

/// <summary>
/// The end of the time in which a request may write. Tallies and packages begin a settling time after the last moment at which
/// anything was open; what was acknowledged must be there by then. So nothing is acknowledged that may have been written later than
/// <see cref="Length"/> after its moment: such a row counts or does not, and nobody was told that it does.
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
    /// <param name="caller">The request's own end.</param>
    /// <exception cref="TimeoutException">It is over already.</exception>
    public WriteDeadline(TimeProvider time, DateTimeOffset now, CancellationToken caller)
    {
        (this.time, ends) = (time, now + Length);
        MustNotBeOver();
        var left = ends - time.GetUtcNow();
        over = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(caller, over.Token);
    }

    /// <summary>Ends what is under way when the time is over, or when the caller goes.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>To be asked when a write was answered and before it is acknowledged.</summary>
    /// <exception cref="TimeoutException">The answer came too late to be passed on.</exception>
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
