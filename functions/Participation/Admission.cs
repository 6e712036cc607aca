using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>A visitor with the class of what is sent now, or the refusal of a limit that is used up.</summary>
internal readonly record struct Admitted(Visitor Visitor, IResult? Refusal);

/// <summary>Holds each visitor to the limits by caller, and says of which class what it sends is.</summary>
internal sealed class Admission(CallerNetworks networks, NetworkPressure pressure, PressureExchange exchange, VisitorPaces paces)
{
    public ValueTask<Admitted> ReactAsync(HttpRequest request, Target target, Stance stance, DateTimeOffset now, CancellationToken cancellationToken) =>
        AdmitAsync(request, VisitorLimit.Reactions, paces.React(request.GetVisitor().Hash, target, stance, now), now, cancellationToken);

    public ValueTask<Admitted> CommentAsync(HttpRequest request, DateTimeOffset now, CancellationToken cancellationToken) =>
        AdmitAsync(request, VisitorLimit.Comments, paces.Comment(request.GetVisitor().Hash, now), now, cancellationToken);

    /// <summary>The refusal of who has looked at stances of their own too often, or null.</summary>
    public IResult? ReadOwn(HttpRequest request, DateTimeOffset now) =>
        paces.ReadOwn(request.GetVisitor().Hash, now) is { } wait ? Problems.TooManyRequests(VisitorLimit.OwnReactions, wait) : null;

    private async ValueTask<Admitted> AdmitAsync(
        HttpRequest request, VisitorLimit limit, PaceVerdict pace, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var visitor = request.GetVisitor();
        if (pace.Wait is { } wait) return new(visitor, Problems.TooManyRequests(limit, wait));
        var pressing = default(Pressure);
        // What is of class B already, such as all that came by the waiting line, lowers nobody else's class.
        if (visitor.Class == QualityClass.A && await networks.OfAsync(request.HttpContext, now, cancellationToken) is { } network)
        {
            pressure.CountAct(network, visitor.Hash, now);
            pressing = pressure.Of(network, now);
            exchange.BeginWhenDue();
        }

        return new(visitor with { Class = QualityRules.Of(visitor.Class, pressing, pace.IsMachine) }, null);
    }
}
