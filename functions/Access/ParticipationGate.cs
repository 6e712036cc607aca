using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Access;

/// <summary>The target and the body of a visitor's request.</summary>
internal readonly record struct Participation<TBody>(OpenTarget Target, TBody Body);

/// <summary>
/// The checks before everything that a visitor does to a target. They refuse in this order: no such process, activity closed, no such
/// target, malformed body, invalid fields (checked by the function itself), limit used up. The limit comes last, so that only a request
/// that would otherwise be accepted counts against it.
/// </summary>
internal sealed class ParticipationGate(PublishedProcessCache processes, RateGate rates, ClientAddress addresses, TimeProvider time)
{
    /// <summary>Finds the target if it is open at this moment.</summary>
    /// <param name="process">As in the address; the same for <paramref name="id"/>.</param>
    public async ValueTask<Or<OpenTarget>> FindAsync(string process, TargetKind kind, string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return new(Problems.ProcessNotFound);
        return kind.Find(found, id, now) switch
        {
            TargetOutcome.Open open => new(open.Target),
            TargetOutcome.Closed closed => new(Problems.ActivityClosedAt(found.Process, closed.State)),
            TargetOutcome.NotFound => new(Problems.NotFound),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>
    /// Reads the body, then finds the target. In this order because a body may be slow, and an accepted request must carry a moment at
    /// which the activity is open.
    /// </summary>
    /// <inheritdoc cref="FindAsync" path="/param"/>
    public async Task<Or<Participation<TBody>>> ReadAsync<TBody>(
        HttpRequest request, string process, TargetKind kind, string id, JsonTypeInfo<TBody> type, int maxBytes, CancellationToken cancellationToken)
        where TBody : class
    {
        var body = await request.ReadJsonAsync(type, maxBytes, cancellationToken);
        var target = await FindAsync(process, kind, id, cancellationToken);
        if (target.IsRefused) return new(target.Refusal);
        return body.IsRefused ? new(body.Refusal) : new(new Participation<TBody>(target.Value, body.Value));
    }

    /// <summary>Counts a stance, a change or a withdrawal against the visitor's limit. Returns the visitor with the class of this act.</summary>
    public async ValueTask<Or<Visitor>> TakeReactionAsync(HttpRequest request, OpenTarget target, Stance stance, CancellationToken cancellationToken) => Admit(
        await rates.TakeReactionAsync(request.Visitor(), target.Target, stance, addresses.Of(request.HttpContext), target.At, cancellationToken));

    /// <summary>Counts a comment against the visitor's limit. Returns the visitor with the class of this act.</summary>
    public async ValueTask<Or<Visitor>> TakeCommentAsync(HttpRequest request, OpenTarget target, CancellationToken cancellationToken) => Admit(
        await rates.TakeCommentAsync(request.Visitor(), addresses.Of(request.HttpContext), target.At, cancellationToken));

    /// <summary>Counts a read of the visitor's own stances against the limit. Returns the visitor as in the credential.</summary>
    public Or<Visitor> TakeOwnLook(HttpRequest request, DateTimeOffset now)
    {
        var visitor = request.Visitor();
        return rates.TakeOwnLook(visitor, now) is { } reached ? new(Refuse(reached)) : new(visitor);
    }

    private static Or<Visitor> Admit(RateOutcome outcome) => outcome switch
    {
        RateOutcome.Admitted admitted => new(admitted.Visitor),
        RateOutcome.LimitReached reached => new(Refuse(reached)),
        _ => throw new UnreachableException(),
    };

    private static Problem Refuse(RateOutcome.LimitReached reached) => Problems.LimitReached(reached.Limit, reached.Wait);
}
