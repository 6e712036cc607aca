using ServerlessDecide.Comments;
using ServerlessDecide.Moderation.Rules;

namespace ServerlessDecide.Moderation;

/// <summary>The verdict of the rules on a text, with their findings in the order of the rules.</summary>
public sealed record RuleVerdict(CommentStatus Status, IReadOnlyList<RuleFinding> Findings)
{
    /// <summary>The codes of the rules that matched, each once.</summary>
    public IReadOnlyList<string> Reasons { get; } = [.. Findings.Select(f => f.Code).Distinct()];
}

/// <summary>
/// The rules of moderation in their order; docs/moderation.md describes them. Every rule that matches gives its reason, and the gravest
/// severity counts: quarantine, else hold; without a match the text is accepted.
/// <para>
/// Where they draw the line: judging somebody's conduct in office is criticism, however harsh ("es un corrupto y un inepto", "bola de
/// rateros"), and profanity aimed at things or at nobody ("qué chingón", "está cabrón el tráfico", "no mamen con los baches") is a way of
/// speaking. Both are accepted. A word that strips a person of dignity ("son unos pendejos") waits for a person to look.
/// </para>
/// Every rule takes time linear in the text; none keeps or logs it.
/// </summary>
public static class ModerationRules
{
    /// <summary>The reason for a comment to which the rules could not be applied after repeated attempts: a person has to look.</summary>
    public const string FailedReason = "moderation_failed";

    private static readonly IModerationRule[] Rules = RulesFor(OfficialSites.Public);

    /// <summary>The reason codes that a verdict of the rules can have.</summary>
    public static IReadOnlyList<string> ReasonCodes { get; } = [.. Rules.Select(rule => rule.Code), FailedReason];

    /// <summary>Decides about a text; links to authorities and electoral institutes pass. The same text always gets the same verdict.</summary>
    public static RuleVerdict Decide(string text) => Decide(text, Rules);

    /// <summary>Decides about a text; links to these sites pass.</summary>
    public static RuleVerdict Decide(string text, OfficialSites sites) => Decide(text, RulesFor(sites));

    private static RuleVerdict Decide(string text, IModerationRule[] rules)
    {
        var read = TextAsRead.Of(text);
        var findings = rules.SelectMany(rule => rule.Find(read)).ToList();
        if (findings.Count == 0) return new RuleVerdict(CommentStatus.Accepted, []);
        var gravest = findings.Max(finding => finding.Severity);
        return new RuleVerdict(gravest == Severity.Quarantine ? CommentStatus.Quarantined : CommentStatus.Held, findings);
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
