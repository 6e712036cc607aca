using ServerlessDecide.Moderation.Rules;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Moderation;

/// <summary>What moderation decided about a text, and what it saw, in the order of the rules.</summary>
public sealed record Verdict(CommentStatus Status, IReadOnlyList<Finding> Findings)
{
    /// <summary>The codes of the rules that spoke, each once.</summary>
    public IReadOnlyList<string> Reasons { get; } = [.. Findings.Select(f => f.Code).Distinct()];
}

/// <summary>
/// The rules of moderation in their order; docs/moderation.md says them in words. Every rule that speaks gives its reason and the gravest
/// severity counts: quarantine, else hold, else the text is accepted.
/// <para>
/// The line that they draw: to judge what somebody did or is in office is criticism, however hard ("es un corrupto y un inepto",
/// "bola de rateros"), and so is profanity that is aimed at things or at nobody ("qué chingón", "está cabrón el tráfico", "no mamen con
/// los baches"): both are accepted. A word that strips a person of dignity ("son unos pendejos") waits for a person to look.
/// </para>
/// All rules take time linear in the text; none keeps or logs it.
/// </summary>
public static class Moderator
{
    /// <summary>The reason of a comment that could not be moderated by rules, time after time: a person has to look.</summary>
    public const string FailedReason = "moderation_failed";

    private static readonly IModerationRule[] Rules = RulesFor(OfficialSites.Public);

    /// <summary>The codes a decision can bear.</summary>
    public static IReadOnlyList<string> ReasonCodes { get; } = [.. Rules.Select(rule => rule.Code), FailedReason];

    /// <summary>Decides about a text; links to authorities and electoral institutes pass. The same text always has the same verdict.</summary>
    public static Verdict Decide(string text) => Decide(text, Rules);

    /// <summary>Decides about a text; links to these sites pass.</summary>
    public static Verdict Decide(string text, OfficialSites sites) => Decide(text, RulesFor(sites));

    private static Verdict Decide(string text, IModerationRule[] rules)
    {
        var read = TextAsRead.Of(text);
        var findings = rules.SelectMany(rule => rule.Find(read)).ToList();
        if (findings.Count == 0) return new Verdict(CommentStatus.Accepted, []);
        var gravest = findings.Max(finding => finding.Severity);
        return new Verdict(gravest == Severity.Quarantine ? CommentStatus.Quarantined : CommentStatus.Held, findings);
    }

    private static IModerationRule[] RulesFor(OfficialSites sites) =>
    [
        new PhraseRule("threat"),
        new PhraseRule("gender_violence"),
        new PhraseRule("hate"),
        new PersonalDataRule(),
        new PhraseRule("vote_buying"),
        new PhraseRule("insult"),
        new HiddenTextRule(),
        new LinkRule(sites),
        new PhraseRule("advert"),
        new ShoutingRule(),
        new GibberishRule(),
    ];
}
