using System.Security.Cryptography;
using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class AutomaticModerationTests
{
    [Theory]
    [InlineData("Más parques", CommentStatus.Accepted, "")]
    [InlineData("son unos pendejos", CommentStatus.Held, "insult")]
    [InlineData("te voy a matar", CommentStatus.Quarantined, "threat")]
    public async Task Moderation_writes_the_verdict_and_changes_nothing_else(string text, CommentStatus status, string reason)
    {
        var world = await World.NewAsync();
        var comment = await ReceiveAsync(world, text);
        world.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.True(await world.Moderation.ModerateAsync(Edomex, comment.Receipt, default));

        var decided = (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment;
        Assert.Equal(reason, string.Join('|', decided.Reasons));
        Assert.Equal(comment with { Status = status, Reasons = decided.Reasons, DecidedAt = world.Time.GetUtcNow(), Lexicon = decided.Lexicon }, decided);
    }

    [Fact]
    public async Task A_text_with_noncharacters_can_be_moderated_and_held()
    {
        var world = await World.NewAsync();
        foreach (var sign in new[] { "\uFFFE", "\uFFFF", "\uFDD0", "\U0010FFFF", "\uFFFD" })
        {
            var (ruled, failed) = (await ReceiveAsync(world, "son unos pendejos " + sign), await ReceiveAsync(world, "Más parques " + sign));
            Assert.True(await world.Moderation.ModerateAsync(Edomex, ruled.Receipt, default));
            Assert.True(await world.Moderation.HoldAsync(Edomex, failed.Receipt, default));
            foreach (var comment in new[] { ruled, failed })
            {
                Assert.Equal(CommentStatus.Held, (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment.Status);
            }
        }
    }

    [Theory]
    [InlineData("No, te voy a matar.")]
    [InlineData("¿Crees que no? Te voy a matar.")]
    [InlineData("No sirven, merecen que los maten.")]
    [InlineData("Así ya no. Hay que matarlos a todos.")]
    [InlineData("Los migrantes, claro que no: son una plaga.")]
    [InlineData("No se te olvide que sabemos dónde vives.")]
    [InlineData("Estoy harto de ustedes, ojalá que los maten")]
    [InlineData("Hartos ya, que los maten")]
    [InlineData("Compro el voto por 500 pesos")]
    [InlineData("Te voy a matar de un balazo.")]
    [InlineData("Te voy a matar en la casilla")]
    [InlineData("Te voy a reventar la cabeza.")]
    [InlineData("Vamos a matarlos en la casilla.")]
    [InlineData("Los vamos a enterrar en el panteón.")]
    [InlineData("Ratas, los vamos a matar.")]
    public void A_harmless_phrase_does_not_excuse_what_follows_or_resembles_it(string text) =>
        Assert.NotEqual(CommentStatus.Accepted, ModerationRules.Decide(text).Status);

    [Theory]
    [InlineData("Más parques")]
    [InlineData("son unos pendejos")]
    public async Task The_history_keeps_the_hash_of_the_lexicon_after_people_decide(string text)
    {
        var world = await World.NewAsync();
        var comment = await ReceiveAsync(world, text);
        await world.Moderation.ModerateAsync(Edomex, comment.Receipt, default);
        var own = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "shared", "Moderation", "lexicon.txt"))));

        Assert.Equal([own], (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment.History.Select(step => step.Lexicon));

        var by = DeciderId.TryParse("ana-1", out var ana) ? ana : default;
        await world.Decisions.DecideAsync(Edomex, comment.Receipt, new(DecisionKind.Quarantine, "insult", null, by), null, "operator-key", default);
        Assert.Equal([own, null], (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment.History.Select(step => step.Lexicon));
    }

    [Fact]
    public async Task A_comment_held_because_the_rules_failed_names_no_lexicon()
    {
        var world = await World.NewAsync();
        var comment = await ReceiveAsync(world, "Más parques");
        await world.Moderation.HoldAsync(Edomex, comment.Receipt, default);
        Assert.Equal([null], (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment.History.Select(step => step.Lexicon));
    }

    [Fact]
    public async Task Moderating_a_comment_twice_changes_nothing()
    {
        var world = await World.NewAsync();
        var comment = await ReceiveAsync(world, "Más parques");
        await world.Moderation.ModerateAsync(Edomex, comment.Receipt, default);
        var first = await world.Comments.FindAsync(Edomex, comment.Receipt, default);
        world.Time.Advance(TimeSpan.FromHours(1));

        Assert.True(await world.Moderation.ModerateAsync(Edomex, comment.Receipt, default));
        Assert.True(await world.Moderation.HoldAsync(Edomex, comment.Receipt, default));

        Assert.Equal(first!.ETag, (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.ETag);
    }

    [Fact]
    public async Task Concurrent_moderations_of_a_comment_decide_once()
    {
        var world = await World.NewAsync();
        var comment = await ReceiveAsync(world, "Más parques");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            i % 2 == 0 ? world.Moderation.ModerateAsync(Edomex, comment.Receipt, default) : world.Moderation.HoldAsync(Edomex, comment.Receipt, default)));

        Assert.All(answers, Assert.True);
        var decided = (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment;
        Assert.True(decided is { Status: CommentStatus.Accepted, Reasons: [] } or { Status: CommentStatus.Held, Reasons: [ModerationRules.FailedReason] });
    }

    [Fact]
    public async Task A_comment_that_the_rules_cannot_judge_is_held_for_a_person()
    {
        var world = await World.NewAsync();
        var comment = await ReceiveAsync(world, "Más parques");

        Assert.True(await world.Moderation.HoldAsync(Edomex, comment.Receipt, default));

        var decided = (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment;
        Assert.Equal(CommentStatus.Held, decided.Status);
        Assert.Equal([ModerationRules.FailedReason], decided.Reasons);
    }

    [Fact]
    public async Task Moderating_a_missing_comment_returns_false()
    {
        var world = await World.NewAsync();
        Assert.False(await world.Moderation.ModerateAsync(Edomex, Receipt.New(Day("2021-05-10")), default));
        Assert.False(await world.Moderation.HoldAsync(Edomex, Receipt.New(Day("2021-05-10")), default));
    }

    private static async Task<Comment> ReceiveAsync(World world, string text)
    {
        var comment = new Comment(
            Receipt.New(Day("2021-05-10")), NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"),
            CommentKind.Comment, text, world.Time.GetUtcNow(), CommentStatus.Received, [], null);
        await world.Comments.InsertAsync(Edomex, comment, default);
        return comment;
    }
}
