using System.Text;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Participation;

/// <summary>How a request to comment ended.</summary>
public enum CommentReception
{
    /// <summary>Stored now.</summary>
    Stored,

    /// <summary>The same request had been stored before: same receipt.</summary>
    Repeated,

    /// <summary>The idempotency key was used before with another text, kind or target.</summary>
    KeyUsedOtherwise,
}

/// <summary>What visitors do: the rules around the stores of reactions and comments.</summary>
public sealed partial class VisitorParticipation(
    ReactionStore reactions, CommentStore comments, SecretStore secrets, CommentMessages messages, TimeProvider time, ILogger<VisitorParticipation> logger)
{
    /// <summary>Name of the key under which visitors of a process are hashed.</summary>
    public static string VisitorKeyName(ProcessId process) => "visitors/" + process.Value;

    /// <summary>The visitor behind a valid token.</summary>
    public async Task<Visitor> IdentifyAsync(ProcessId process, ReadToken token, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(VisitorKeyName(process), cancellationToken);
        return new Visitor(VisitorHash.Compute(key, token.VisitorId), token.IssuedAt, token.Class);
    }

    /// <summary>Records a stance; see <see cref="ReactionStore.RecordAsync"/>.</summary>
    /// <param name="now">The moment at which the activity was found open: what is accepted bears it.</param>
    /// <exception cref="TimeoutException">It was too late to acknowledge anything; see <see cref="WriteDeadline"/>.</exception>
    public async Task<Reaction?> ReactAsync(
        ElectoralProcess process, Visitor visitor, Target target, Stance stance, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var deadline = new WriteDeadline(time, now, cancellationToken);
        var reaction = await reactions.RecordAsync(process.Id, visitor, target, stance, visitor.Class, process.LocalDay(now), now, deadline.Token);
        deadline.MustNotBeOver();
        return reaction;
    }

    /// <summary>The visitor's stance on a target, or null.</summary>
    public Task<Reaction?> FindStanceAsync(ElectoralProcess process, Visitor visitor, Target target, CancellationToken cancellationToken) =>
        reactions.FindAsync(process.Id, visitor, target, cancellationToken);

    /// <summary>All stances of the visitor that stand.</summary>
    public Task<IReadOnlyList<Reaction>> ListStancesAsync(ElectoralProcess process, Visitor visitor, CancellationToken cancellationToken) =>
        reactions.ListAsync(process.Id, visitor, cancellationToken);

    /// <summary>Withdraws the visitor's stance; nothing is written when there is none. False after too many changes on one day.</summary>
    /// <param name="now">The moment at which the activity was found open.</param>
    /// <exception cref="TimeoutException">It was too late to acknowledge anything; see <see cref="WriteDeadline"/>.</exception>
    public async Task<bool> WithdrawAsync(
        ElectoralProcess process, Visitor visitor, Target target, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var deadline = new WriteDeadline(time, now, cancellationToken);
        var withdrawn = await reactions.WithdrawAsync(process.Id, visitor, target, visitor.Class, process.LocalDay(now), now, deadline.Token);
        deadline.MustNotBeOver();
        return withdrawn;
    }

    /// <summary>
    /// Stores a comment, then asks for its moderation. When asking fails the comment is received all the same: the sweep asks again.
    /// Two storage operations, the second of which comments that come at the same time share; one more with an idempotency key when the credential is older than today.
    /// </summary>
    /// <param name="text">As <see cref="CommentText.Check"/> returned it.</param>
    /// <param name="idempotencyKey">The client's name for this request, or null.</param>
    /// <param name="now">The moment at which the activity was found open: what is accepted bears it.</param>
    /// <exception cref="TimeoutException">It was too late to acknowledge anything; see <see cref="WriteDeadline"/>.</exception>
    public async Task<(CommentReception Reception, Receipt Receipt)> CommentAsync(
        ElectoralProcess process,
        Visitor visitor,
        Target target,
        string contender,
        CommentKind kind,
        string text,
        string? idempotencyKey,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        using var deadline = new WriteDeadline(time, now, cancellationToken);
        cancellationToken = deadline.Token;
        var today = process.LocalDay(now);
        var receipt = idempotencyKey is null ? Receipt.New(today) : await DeriveAsync(today);
        var comment = new Comment(receipt, visitor.Hash.Value, target, contender, kind, text, now, CommentStatus.Received, [], null, visitor.Class);

        if (idempotencyKey is not null && process.LocalDay(visitor.IssuedAt) < today
            && await comments.FindAsync(process.Id, await DeriveAsync(today.AddDays(-1)), cancellationToken) is { } yesterday)
        {
            return Repeated(yesterday.Comment);
        }

        if (!await comments.InsertAsync(process.Id, comment, cancellationToken))
        {
            // The same idempotency key, or this very request sent twice by the storage client because the first answer was lost.
            var stored = await comments.FindAsync(process.Id, receipt, cancellationToken)
                ?? throw new InvalidOperationException("A comment vanished between two reads.");
            if (idempotencyKey is not null || !stored.Comment.SaysTheSameAs(comment)) return Repeated(stored.Comment);
        }

        // What is stored and not acknowledged is found by the sweep, as if its message had been lost.
        deadline.MustNotBeOver();
        try
        {
            await messages.SendAsync(process.Id, receipt);
        }
        catch (Exception e) when (e is Azure.RequestFailedException or AggregateException or OperationCanceledException)
        {
            LogNotEnqueued(e, process.Id.Value);
        }

        return (CommentReception.Stored, receipt);

        (CommentReception, Receipt) Repeated(Comment before)
        {
            deadline.MustNotBeOver();
            return (before.SaysTheSameAs(comment) ? CommentReception.Repeated : CommentReception.KeyUsedOtherwise, before.Receipt);
        }

        async Task<Receipt> DeriveAsync(DateOnly day)
        {
            var key = await secrets.GetAsync(VisitorKeyName(process.Id), cancellationToken);
            return Receipt.Derive(day, key, Encoding.UTF8.GetBytes($"comment\n{visitor.Hash.Value}\n{idempotencyKey}"));
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A comment of {Process} was stored but not enqueued; the sweep will enqueue it")]
    private partial void LogNotEnqueued(Exception exception, string process);
}
