namespace ServerlessDecide.Moderation.Rules;

/// <summary>The phrases that the lexicon gives one code.</summary>
internal sealed class PhraseRule(string code) : IModerationRule
{
    public string Code => code;

    public IEnumerable<Finding> Find(TextAsRead text) =>
        text.Phrases.Where(m => m.Code == code).Select(m => text.Finding(code, m.Severity, "phrase", m.From, m.To));
}
