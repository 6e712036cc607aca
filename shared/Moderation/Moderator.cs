using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Moderation;

/// <summary>What moderation decided about a text, and the codes of the rules that spoke.</summary>
public sealed record Verdict(CommentStatus Status, IReadOnlyList<string> Reasons);

/// <summary>
/// The first rules of moderation: enough to accept, hold and quarantine. A rule has a code and an outcome; the gravest outcome counts
/// and every rule that spoke gives its reason. Expressions run without backtracking, in time linear in the text.
/// </summary>
public static partial class Moderator
{
    private static readonly (string Code, CommentStatus Outcome, Func<string, bool> Speaks)[] Rules =
    [
        ("threat", CommentStatus.Quarantined, text => Threat().IsMatch(text)),
        ("personal_data", CommentStatus.Quarantined, text => Email().IsMatch(text) || Phone().IsMatch(text) || Curp().IsMatch(text)),
        ("vote_buying", CommentStatus.Quarantined, text => VoteBuying().IsMatch(text)),
        ("insult", CommentStatus.Held, text => Insult().IsMatch(text)),
        ("link", CommentStatus.Held, text => Link().IsMatch(text)),
    ];

    /// <summary>The codes a decision can bear.</summary>
    public static IReadOnlyList<string> ReasonCodes { get; } = [.. Rules.Select(rule => rule.Code), FailedReason];

    /// <summary>The reason of a comment that could not be moderated by rules, time after time: a person has to look.</summary>
    public const string FailedReason = "moderation_failed";

    /// <summary>Decides about a text. The same text always has the same verdict.</summary>
    public static Verdict Decide(string text)
    {
        var folded = Fold(text);
        var spoke = Rules.Where(rule => rule.Speaks(folded)).ToList();
        if (spoke.Count == 0) return new Verdict(CommentStatus.Accepted, []);
        return new Verdict(spoke.Max(rule => rule.Outcome), [.. spoke.Select(rule => rule.Code)]);
    }

    // Lower case, without accents: what people type in a hurry and what they type with care read the same.
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        // U+FFFE is no character, and the one that normalizing refuses.
        foreach (var c in text.Replace('\uFFFE', ' ').Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) folded.Append(char.ToLowerInvariant(c));
        }

        return folded.ToString();
    }

    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\b(te|los|las|lo|la) (voy|vamos) a (matar|quemar|desaparecer|partir la madre)\b|\bte mato\b|\bvas a amanecer muert[oa]\b", Linear)]
    private static partial Regex Threat();

    [GeneratedRegex(@"[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", Linear)]
    private static partial Regex Email();

    [GeneratedRegex(@"\b(\d[ .-]?){9}\d\b", Linear)]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b[a-z]{4}\d{6}[hmx][a-z]{5}[a-z0-9]\d\b", Linear)]
    private static partial Regex Curp();

    [GeneratedRegex(@"\b(compro|pago|vendo) (tu|el|mi|su)s? votos?\b", Linear)]
    private static partial Regex VoteBuying();

    [GeneratedRegex(@"\b(pendej[oa]s?|idiotas?|imbecil(es)?|cabron(es|as?)?|put[oa]s?|chinga tu madre)\b", Linear)]
    private static partial Regex Insult();

    [GeneratedRegex(@"https?://|\bwww\.", Linear)]
    private static partial Regex Link();
}
