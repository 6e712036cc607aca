using System.Text;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Comments;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.Storage;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Visitors;

/// <summary>How a request to comment ended.</summary>
public enum CommentReception
{
    /// <summary>Stored by this request.</summary>
    Stored,

    /// <summary>The same request was stored before; the receipt is the same.</summary>
    Repeated,

    /// <summary>The idempotency key was used before for another text, kind or target.</summary>
    KeyUsedOtherwise,
}

/// <summary>What a visitor wants to say.</summary>
/// <param name="Text">As <see cref="CommentText.Check"/> returned it.</param>
/// <param name="IdempotencyKey">The client's name for this request, or null.</param>
public sealed record CommentDraft(CommentKind Kind, string Text, string? IdempotencyKey);

/// <summary>Applies the rules around the stores of reactions and comments to what visitors do.</summary>
public sealed partial class ParticipationService(
    ReactionStore reactions, CommentStore comments, SecretStore secrets, CommentSender messages, TimeProvider time, ILogger<ParticipationService> logger)
{
    private readonly LogPace lost = new(time);

    /// <summary>Returns the name of the key under which visitors of a process are hashed.</summary>
    public static string VisitorKeyName(ProcessId process) => "visitors/" + process.Value;

    /// <summary>Returns the visitor of a valid token.</summary>
    public async Task<Visitor> IdentifyAsync(ProcessId process, ReadToken token, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(VisitorKeyName(process), cancellationToken);
        return new Visitor(VisitorHash.Compute(key, token.VisitorId), token.IssuedAt, token.Class);
    }

    /// <summary>Records a stance; see <see cref="ReactionStore.RecordAsync"/>.</summary>
    /// <exception cref="TimeoutException">It was too late to acknowledge anything; see <see cref="WriteDeadline"/>.</exception>
    public async Task<Reaction?> ReactAsync(OpenTarget open, Visitor visitor, Stance stance, CancellationToken cancellationToken)
    {
        using var deadline = new WriteDeadline(time, open.At, cancellationToken);
        var reaction = await reactions.RecordAsync(
            open.Process.Id, visitor, open.Target, stance, visitor.Class, open.Process.LocalDay(open.At), open.At, deadline.Token);
        deadline.MustNotBeOver();
        return reaction;
    }

    /// <summary>Returns the visitor's stance on a target, or null.</summary>
    public Task<Reaction?> FindStanceAsync(OpenTarget open, Visitor visitor, CancellationToken cancellationToken) =>
        reactions.FindAsync(open.Process.Id, visitor, open.Target, cancellationToken);

    /// <summary>Returns all current stances of the visitor.</summary>
    public Task<IReadOnlyList<Reaction>> ListStancesAsync(ElectoralProcess process, Visitor visitor, CancellationToken cancellationToken) =>
        reactions.ListAsync(process.Id, visitor, cancellationToken);

    /// <summary>Withdraws the visitor's stance; writes nothing when there is none. Returns false after too many changes on one day.</summary>
    /// <exception cref="TimeoutException">It was too late to acknowledge anything; see <see cref="WriteDeadline"/>.</exception>
    public async Task<bool> WithdrawAsync(OpenTarget open, Visitor visitor, CancellationToken cancellationToken)
    {
        using var deadline = new WriteDeadline(time, open.At, cancellationToken);
        var withdrawn = await reactions.WithdrawAsync(
            open.Process.Id, visitor, open.Target, visitor.Class, open.Process.LocalDay(open.At), open.At, deadline.Token);
        deadline.MustNotBeOver();
        return withdrawn;
    }

    /// <summary>
    /// Stores a comment, then asks for its moderation. When that fails, the comment is still accepted: the sweep asks again. Two storage
    /// operations, the second of which concurrent comments share; one more with an idempotency key when the credential is older than today.
    /// </summary>
    /// <exception cref="TimeoutException">It was too late to acknowledge anything; see <see cref="WriteDeadline"/>.</exception>
    public async Task<(CommentReception Reception, Receipt Receipt)> CommentAsync(
        OpenTarget open, Visitor visitor, CommentDraft draft, CancellationToken cancellationToken)
    {
        var (process, now, idempotencyKey) = (open.Process, open.At, draft.IdempotencyKey);
        using var deadline = new WriteDeadline(time, now, cancellationToken);
        cancellationToken = deadline.Token;
        var today = process.LocalDay(now);
        var receipt = idempotencyKey is null ? Receipt.New(today) : await DeriveAsync(today);
        var comment = new Comment(
            receipt, visitor.Hash, open.Target, open.Contender, draft.Kind, draft.Text, now, CommentStatus.Received, [], null, visitor.Class);

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

        // If this throws, the sweep finds the stored comment, as if its message had been lost.
        deadline.MustNotBeOver();
        try
        {
            await messages.SendAsync(process.Id, receipt);
        }
        catch (Exception e) when (e is Azure.RequestFailedException or AggregateException or OperationCanceledException)
        {
            if (lost.Passes(out var others)) LogNotEnqueued(process.Id.Value, FailureKinds.Of(e), others);
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

    [LoggerMessage(
        1, LogLevel.Warning, "A comment of {Process} was stored but not enqueued: {Kinds}; the sweep will enqueue it. Others since the last line: {Others}")]
    private partial void LogNotEnqueued(string process, string kinds, long others);
}
