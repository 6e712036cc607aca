using ServerlessDecide.Comments;
using ServerlessDecide.Reactions;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Visitors;

/// <summary>
/// Tells whether anybody took part in a process, and closes one in which nobody did. The evidence is the key of its visitors, which is made
/// before the first credential is given out and without which nothing can be written, and in case the key was lost, the tables.
/// </summary>
public sealed class ParticipationEvidence(SecretStore secrets, ReactionStore reactions, CommentStore comments)
{
    /// <summary>Whether a credential was given out, or a reaction or a comment stored. Three storage operations.</summary>
    public async Task<bool> ExistsAsync(ProcessId process, CancellationToken cancellationToken) =>
        await secrets.FindAsync(ParticipationService.VisitorKeyName(process), cancellationToken) is not null
        || await reactions.HasAnyAsync(process, cancellationToken)
        || (await comments.ListDaysAsync(process, cancellationToken)).Count > 0;

    /// <summary>
    /// Whether it was made sure that nobody will ever take part: a process of that id was removed, whatever the catalog says. One storage
    /// operation.
    /// </summary>
    public Task<bool> IsClosedAsync(ProcessId process, CancellationToken cancellationToken) =>
        secrets.IsSealedAsync(ParticipationService.VisitorKeyName(process), cancellationToken);

    /// <summary>
    /// Makes sure that nobody will ever take part. Returns false if somebody has, and then changes nothing. Whatever an instance still has in
    /// memory, storage lets either the seal or the first credential be. Three storage operations; four when it was sealed before.
    /// </summary>
    public async Task<bool> TryCloseAsync(ProcessId process, CancellationToken cancellationToken) =>
        !await reactions.HasAnyAsync(process, cancellationToken)
        && (await comments.ListDaysAsync(process, cancellationToken)).Count == 0
        && await secrets.TrySealAsync(ParticipationService.VisitorKeyName(process), cancellationToken);
}
