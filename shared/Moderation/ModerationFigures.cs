using System.Text.Json.Serialization;
using ServerlessDecide.Comments;

namespace ServerlessDecide.Moderation;

/// <summary>How often something happened, how often a person looked at it, and how often people decided otherwise.</summary>
public readonly record struct LookCount(int Times, int Looked, int Overturned)
{
    public static LookCount operator +(LookCount one, LookCount other) =>
        new(one.Times + other.Times, one.Looked + other.Looked, one.Overturned + other.Overturned);

    internal static LookCount Of(bool looked, bool overturned) => new(1, looked ? 1 : 0, overturned ? 1 : 0);
}

/// <summary>What moderation and people did with some comments, of all contenders together: the figures do not say whom a comment was about.</summary>
/// <param name="Codes">By reason code: comments that have it, those that a person looked at, and those that people accepted.</param>
/// <param name="Accepted">Comments that moderation accepted, those that a person looked at, and those that people quarantined.</param>
/// <param name="Sample">The same for the comments in the samples of their days.</param>
/// <param name="Reviews">Reviews that were asked for, those that a person decided, and those whose comment is now accepted.</param>
/// <param name="Final">Whether people can no longer decide.</param>
public sealed record ModerationFigures(
    DateTimeOffset CountedAt,
    IReadOnlyDictionary<string, LookCount> Codes,
    LookCount Accepted,
    LookCount Sample,
    LookCount Reviews,
    bool Final = false)
{
    /// <summary>Counts the comments of one day.</summary>
    public static async Task<ModerationFigures> CountAsync(IAsyncEnumerable<CommentOutcome> day, DaySample sample, DateTimeOffset now)
    {
        var codes = new Dictionary<string, LookCount>(StringComparer.Ordinal);
        var (accepted, sampled, reviews) = (default(LookCount), default(LookCount), default(LookCount));
        await foreach (var comment in day)
        {
            if (comment.Status == CommentStatus.Received) continue;
            if (comment.Moderated == CommentStatus.Accepted)
            {
                var one = LookCount.Of(comment.WasLookedAt, comment.Status == CommentStatus.Quarantined);
                accepted += one;
                if (sample.Holds(comment.Receipt)) sampled += one;
            }
            else
            {
                var one = LookCount.Of(comment.WasLookedAt, comment.Status == CommentStatus.Accepted);
                foreach (var code in comment.Codes) codes[code] = codes.GetValueOrDefault(code) + one;
            }

            if (comment.WasReviewAsked) reviews += LookCount.Of(!comment.IsUnderReview, comment.Status == CommentStatus.Accepted);
        }

        return new(now, codes, accepted, sampled, reviews);
    }

    /// <summary>The figures of no comments.</summary>
    public static ModerationFigures None(DateTimeOffset now) => new(now, new Dictionary<string, LookCount>(StringComparer.Ordinal), default, default, default);

    /// <summary>Adds the figures of other comments, counted at the same time.</summary>
    public static ModerationFigures operator +(ModerationFigures one, ModerationFigures other) => one with
    {
        Codes = one.Codes.Concat(other.Codes).GroupBy(c => c.Key, StringComparer.Ordinal)
            .ToDictionary(c => c.Key, c => c.Aggregate(default(LookCount), (all, code) => all + code.Value), StringComparer.Ordinal),
        Accepted = one.Accepted + other.Accepted,
        Sample = one.Sample + other.Sample,
        Reviews = one.Reviews + other.Reviews,
    };
}

[JsonSerializable(typeof(ModerationFigures))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ModerationFiguresJson : JsonSerializerContext;
