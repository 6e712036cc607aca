namespace ServerlessDecide.Visitors;

/// <summary>
/// Limits what holders of receipts may ask without a credential, on this instance. Each receipt that exists has a limit of its own. Receipts
/// that do not exist count for the network that asks for them, because each costs a read of storage. So a crowd behind one address is never
/// refused for its number, and a network that has guessed too often still gets answers about the receipts that this instance has given out or
/// seen; about others as long as the reads last that all such networks share.
/// </summary>
public sealed class ReceiptGate
{
    /// <summary>Reads of what became of one comment: a page may look every second for some minutes, and then every two seconds.</summary>
    public static readonly VisitorLimit Looks = new("comment-looks", 240, TimeSpan.FromSeconds(2));

    /// <summary>Requests for a review of one comment, of which only the first changes anything.</summary>
    public static readonly VisitorLimit Reviews = new("comment-reviews", 5, TimeSpan.FromMinutes(1));

    /// <summary>Receipts that do not exist, from one network: more mistyped at once than a school has pupils, then ten a second.</summary>
    public static readonly VisitorLimit Unknown = new("unknown-receipts", 1200, TimeSpan.FromMilliseconds(100));

    /// <summary>
    /// Reads for receipts that this instance does not know, for all networks together that have reached <see cref="Unknown"/>: a neighbour of
    /// somebody who guesses gets a first answer, and everybody who guesses costs at most so much more.
    /// </summary>
    public static readonly VisitorLimit Spare = new("spare-receipts", 120, TimeSpan.FromMilliseconds(50));

    /// <summary>The most receipts that are remembered. Half of them may be forgotten at any moment, in their favour.</summary>
    public const int Most = 2 * MostOfGeneration;

    private const int MostOfGeneration = 16_384;

    private readonly NetworkPace unknown = new(Unknown);
    private readonly Lock changing = new();
    private long spareFilledAt;
    private Dictionary<Receipt, Pace> young = [];
    private Dictionary<Receipt, Pace> old = [];

    /// <summary>Takes a read of a comment's state from the limits. Returns null when it may go on.</summary>
    /// <param name="network">The caller's; null when it is known to be shared by many.</param>
    public RateOutcome.LimitReached? TakeLook(Receipt receipt, NetworkHash? network, DateTimeOffset now) =>
        Take(receipt, network, now, Looks, static (pace, at) => Looks.Take(ref pace.LooksFilledAt, at));

    /// <summary>Takes a request for a review from the limits. Returns null when it may go on.</summary>
    /// <inheritdoc cref="TakeLook" path="/param"/>
    public RateOutcome.LimitReached? TakeReview(Receipt receipt, NetworkHash? network, DateTimeOffset now) =>
        Take(receipt, network, now, Reviews, static (pace, at) => Reviews.Take(ref pace.ReviewsFilledAt, at));

    /// <summary>Notes whether storage has the receipt: one that it lacks counts for the network.</summary>
    /// <inheritdoc cref="TakeLook" path="/param"/>
    public void Note(Receipt receipt, bool exists, NetworkHash? network, DateTimeOffset now)
    {
        if (!exists)
        {
            unknown.Take(network, now);
            return;
        }

        lock (changing)
        {
            if (Find(receipt) is null) Keep(receipt, new Pace());
        }
    }

    private RateOutcome.LimitReached? Take(Receipt receipt, NetworkHash? network, DateTimeOffset now, VisitorLimit limit, Func<Pace, long, TimeSpan?> take)
    {
        lock (changing)
        {
            if (Find(receipt) is { } pace) return take(pace, now.UtcTicks) is { } wait ? new(limit, wait) : null;
        }

        if (unknown.Look(network, now) is not { } pause) return null;
        lock (changing)
        {
            return Spare.Take(ref spareFilledAt, now.UtcTicks) is null ? null : new(Unknown, pause);
        }
    }

    private Pace? Find(Receipt receipt) => young.TryGetValue(receipt, out var pace) ? pace : old.TryGetValue(receipt, out pace) ? Keep(receipt, pace) : null;

    private Pace Keep(Receipt receipt, Pace pace)
    {
        if (young.Count >= MostOfGeneration) (old, young) = (young, []);
        young[receipt] = pace;
        return pace;
    }

    private sealed class Pace
    {
        public long LooksFilledAt;
        public long ReviewsFilledAt;
    }
}
