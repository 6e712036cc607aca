using Microsoft.Extensions.Options;
using ServerlessDecide.Comments;
using ServerlessDecide.Storage;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Moderation;

/// <summary>Reads accepted comments for people to look at: all of them, or those in each day's sample that nobody has looked at.</summary>
public sealed class AcceptedComments(CommentStore comments, SecretStore secrets, IOptions<SampleOptions> options)
{
    /// <summary>The most comments read for one page. Where a code is rare, the page is short and has a cursor to the next.</summary>
    public const int MostRead = 2000;

    /// <summary>The sample of a day. No storage operation after the first time. Makes no key: where there is none, there are no comments.</summary>
    public async ValueTask<DaySample> SampleOfAsync(ProcessId process, DateOnly day, CancellationToken cancellationToken) =>
        DaySample.Of(day, await secrets.FindAsync(ParticipationService.VisitorKeyName(process), cancellationToken) ?? [], options.Value.SampleShare);

    /// <summary>Whether the text is a cursor for <see cref="ReadAsync"/> and <see cref="ReadSampleAsync"/>.</summary>
    public static bool IsPlace(string text) => Receipt.TryParse(text, out var receipt) && receipt.ToString() == text;

    /// <summary>
    /// Returns a page of accepted comments, by day and receipt. Costs one storage operation for each day it passes and one more for each
    /// 1,000 comments it reads.
    /// </summary>
    /// <param name="days">In ascending order.</param>
    /// <param name="after">The last receipt of the previous page, or null.</param>
    /// <param name="code">Only comments with this reason in their history; null for all.</param>
    public Task<ReviewQueuePage> ReadAsync(
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
    /// Returns a page of the samples: comments that moderation accepted and nobody has looked at. Costs one or two storage operations for
    /// each day it passes and one more for each 1,000 sampled comments it reads. It does not read the rest of a day.
    /// </summary>
    /// <param name="days">In ascending order.</param>
    /// <param name="after">The last receipt of the previous page, or null.</param>
    public Task<ReviewQueuePage> ReadSampleAsync(
        ProcessId process, IEnumerable<DateOnly> days, string? after, int limit, CancellationToken cancellationToken) =>
        ReadPageAsync(
            process,
            days,
            async day => (await SampleOfAsync(process, day, cancellationToken)).Ranges,
            after,
            limit,
            comment => !comment.WasLookedAt,
            cancellationToken);

    private async Task<ReviewQueuePage> ReadPageAsync(
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
                    // One comment more than fits means that there is a next page.
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
