using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

/// <summary>Helpers for tests of people's decisions about comments.</summary>
internal static class ModeratedComments
{
    /// <summary>Receives a comment on 10 May and moderates it.</summary>
    public static async Task<Receipt> ReceiveAsync(this World world, string text, Receipt? receipt = null)
    {
        var comment = new Comment(
            receipt ?? Receipt.New(Day("2021-05-10")), NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"),
            CommentKind.Comment, text, At("2021-05-10T12:00"), CommentStatus.Received, [], null);
        await world.Comments.InsertAsync(Edomex, comment, default);
        Assert.True(await world.Moderation.ModerateAsync(Edomex, comment.Receipt, default));
        return comment.Receipt;
    }

    public static async Task<Comment> ReadAsync(this World world, Receipt receipt) => (await world.Comments.FindAsync(Edomex, receipt, default))!.Comment;

    public static PersonDecision By(string who, DecisionKind kind, string reason) => new(kind, reason, null, DeciderId.TryParse(who, out var id) ? id : default);

    public static async Task<DecisionOutcome> DecideAsync(this World world, Receipt receipt, string who, DecisionKind kind, string reason) =>
        (await world.Decisions.DecideAsync(Edomex, receipt, By(who, kind, reason), null, "operator-key", default)).Outcome;

    public static async Task<ReviewRequestOutcome> AskForReviewAsync(this World world, Receipt receipt) => (await world.Reviews.AskAsync(Edomex, receipt, default)).Outcome;

    /// <summary>Returns the receipts of a list, in its order.</summary>
    public static async Task<IReadOnlyList<Receipt>> ListAsync(this World world, ReviewList list) =>
        [.. (await world.ReviewQueue.ReadAsync(Edomex, list, null, 500, default)).Comments.Select(c => c.Comment.Receipt)];
}
