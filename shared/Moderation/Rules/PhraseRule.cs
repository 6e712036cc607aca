namespace ServerlessDecide.Moderation.Rules;

/// <summary>Finds the phrases of one code of the lexicon.</summary>
internal sealed class PhraseRule(string code) : IModerationRule
{
    public string Code => code;

    public IEnumerable<RuleFinding> Find(TextAsRead text) =>
        text.Phrases.Where(m => m.Code == code).Select(m => text.Finding(code, m.Severity, "phrase", m.From, m.To));
}
