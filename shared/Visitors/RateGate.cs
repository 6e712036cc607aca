using System.Net;
using ServerlessDecide.Reactions;

namespace ServerlessDecide.Visitors;

/// <summary>The outcome of a visitor's act at the limits.</summary>
public abstract record RateOutcome
{
    private RateOutcome()
    {
    }

    /// <summary>The act may go on.</summary>
    /// <param name="Visitor">The visitor, with the class of this act.</param>
    public sealed record Admitted(Visitor Visitor) : RateOutcome;

    /// <summary>A limit is used up.</summary>
    /// <param name="Wait">How long until the act may go on.</param>
    public sealed record LimitReached(VisitorLimit Limit, TimeSpan Wait) : RateOutcome;
}

/// <summary>
/// Holds each visitor to its limits, counts the traffic of each network, and gives each act its class. Acts of visitors who already are of
/// class B, such as all from the entry queue, do not count: they cost only time, and must not lower the class of anyone else.
/// </summary>
public sealed class RateGate(CallerNetworks networks, NetworkPressure pressure, NetworkPressureSync sync, VisitorPaceTracker paces)
{
    private enum Event
    {
        /// <summary>A read of the pressure; nothing is counted.</summary>
        Look,
        Entry,
        Act,
    }

    /// <summary>Takes a stance, a change or a withdrawal from the limit.</summary>
    /// <param name="address">The caller's address; null where the proxies did not say it.</param>
    public ValueTask<RateOutcome> TakeReactionAsync(
        Visitor visitor, Target target, Stance stance, IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken) =>
        TakeAsync(visitor, VisitorLimit.Reactions, paces.React(visitor.Hash, target, stance, now), address, now, cancellationToken);

    /// <summary>Takes a comment from the limit.</summary>
    /// <inheritdoc cref="TakeReactionAsync" path="/param"/>
    public ValueTask<RateOutcome> TakeCommentAsync(Visitor visitor, IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken) =>
        TakeAsync(visitor, VisitorLimit.Comments, paces.Comment(visitor.Hash, now), address, now, cancellationToken);

    /// <summary>Takes a read of the visitor's own stances from the limit. Returns null when it may go on.</summary>
    public RateOutcome.LimitReached? TakeOwnLook(Visitor visitor, DateTimeOffset now) =>
        paces.ReadOwn(visitor.Hash, now) is { } wait ? new(VisitorLimit.OwnReactions, wait) : null;

    /// <summary>Returns the pressure of a caller's network; zero for a shared network of the settings.</summary>
    internal ValueTask<Pressure> LookAsync(IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken) =>
        MeasureAsync(Event.Look, default, address, now, cancellationToken);

    /// <summary>Counts a credential that is issued for a proof of work, and returns the pressure of its network, this one included.</summary>
    internal ValueTask<Pressure> CountEntryAsync(IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken) =>
        MeasureAsync(Event.Entry, default, address, now, cancellationToken);

    private async ValueTask<RateOutcome> TakeAsync(
        Visitor visitor, VisitorLimit limit, PaceVerdict pace, IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (pace.Wait is { } wait) return new RateOutcome.LimitReached(limit, wait);
        var measured = visitor.Class == QualityClass.A ? await MeasureAsync(Event.Act, visitor.Hash, address, now, cancellationToken) : default;
        return new RateOutcome.Admitted(visitor with { Class = QualityRules.Of(visitor.Class, measured, pace.IsMachine) });
    }

    private async ValueTask<Pressure> MeasureAsync(
        Event what, VisitorHash visitor, IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await networks.OfAsync(address, now, cancellationToken) is not { } network) return default;
        if (what == Event.Entry) pressure.CountVisitor(network, now);
        if (what == Event.Act) pressure.CountAct(network, visitor, now);
        var measured = pressure.Of(network, now);
        sync.BeginWhenDue();
        return measured;
    }
}
