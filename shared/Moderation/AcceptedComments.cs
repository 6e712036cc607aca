using Microsoft.Extensions.Options;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Moderation;

/// <summary>What is accepted, for people to look at: all of it, or each day's sample of what nobody has looked at.</summary>
public sealed class AcceptedComments(CommentStore comments, SecretStore secrets, IOptions<SampleOptions> options)
{
    /// <summary>Comments that are read for a page at most: where a code is rare, a page is short and leads on.</summary>
    public const int MostRead = 2000;

    /// <summary>The sample of a day. No storage operation after the first time.</summary>
    public async ValueTask<DaySample> SampleOfAsync(ProcessId process, DateOnly day, CancellationToken cancellationToken) =>
        DaySample.Of(day, await secrets.GetAsync(VisitorParticipation.VisitorKeyName(process), cancellationToken), options.Value.SampleShare);

    /// <summary>Whether <see cref="ReadAsync"/> and <see cref="ReadSampleAsync"/> can begin after that.</summary>
    public static bool IsPlace(string text) => Receipt.TryParse(text, out var receipt) && receipt.ToString() == text;

    /// <summary>
    /// A page of what is accepted, by day and receipt. One storage operation for each day that it passes, and one more for each 1,000
    /// comments that it reads.
    /// </summary>
    /// <param name="days">In their order.</param>
    /// <param name="after">The receipt at which the page before ended, or null.</param>
    /// <param name="code">Only those in whose history it is a reason; null for all.</param>
    public Task<WorkListPage> ReadAsync(
        ProcessId process, IEnumerable<DateOnly> days, string? after, int limit, string? code, CancellationToken cancellationToken) =>
        ReadPageAsync(
            process,
            days,
            _ => ValueTask.FromResult<IReadOnlyList<ReceiptRange>>([new(null, null)]),
            after,
            limit,
            comment => code is null || comment.WasGiven(code),
            cancellationToken);

    /// <summary>
    /// A page of the samples: what moderation accepted and nobody has looked at. One or two storage operations for each day that it passes,
    /// and one more for each 1,000 comments of the samples that it reads: the rest of a day is not read.
    /// </summary>
    /// <param name="days">In their order.</param>
    /// <param name="after">The receipt at which the page before ended, or null.</param>
    public Task<WorkListPage> ReadSampleAsync(
        ProcessId process, IEnumerable<DateOnly> days, string? after, int limit, CancellationToken cancellationToken) =>
        ReadPageAsync(
            process,
            days,
            async day => (await SampleOfAsync(process, day, cancellationToken)).Ranges,
            after,
            limit,
            comment => !comment.WasLookedAt,
            cancellationToken);

    private async Task<WorkListPage> ReadPageAsync(
        ProcessId process,
        IEnumerable<DateOnly> days,
        Func<DateOnly, ValueTask<IReadOnlyList<ReceiptRange>>> rangesOf,
        string? after,
        int limit,
        Func<Comment, bool> isWanted,
        CancellationToken cancellationToken)
    {
        Receipt? begin = Receipt.TryParse(after, out var parsed) ? parsed : null;
        var wanted = new List<CommentVersion>();
        var read = 0;
        string? last = null;
        foreach (var day in days.Where(d => begin is null || d >= begin.Value.Day))
        {
            foreach (var range in await rangesOf(day))
            {
                var from = begin?.Day == day ? begin.Value.Random : null;
                await foreach (var comment in comments.ReadAcceptedAsync(process, day, range, from, limit + 1, cancellationToken))
                {
                    // One more than there is room for says that the list goes on.
                    if (wanted.Count == limit || read == MostRead) return new(wanted, last);
                    read++;
                    last = comment.Comment.Receipt.ToString();
                    if (isWanted(comment.Comment)) wanted.Add(comment);
                }
            }
        }

        return new(wanted, null);
    }
}
