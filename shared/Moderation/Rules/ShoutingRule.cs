namespace ServerlessDecide.Moderation.Rules;

/// <summary>
/// Finds capitals together with stretched letters or rows of exclamation or question marks, and long rows of such marks. Capitals alone
/// are not shouting: many people write so on a telephone.
/// </summary>
internal sealed class ShoutingRule : IModerationRule
{
    private const int FewestLetters = 15;
    private const int Row = 3;
    private const int LongRow = 10;

    public string Code => "shouting";

    public IEnumerable<RuleFinding> Find(TextAsRead text)
    {
        var sent = text.Sent;
        var letters = sent.Count(char.IsLetter);
        var capitals = sent.Count(char.IsUpper);
        var (stretched, marks) = (0, 0);
        for (int i = 0, run = 0; i < sent.Length; i++)
        {
            run = i > 0 && sent[i] == sent[i - 1] ? run + 1 : 1;
            if (char.IsLetter(sent[i])) stretched = Math.Max(stretched, run);
            else if (sent[i] is '!' or '¡' or '?') marks = Math.Max(marks, run);
        }

        var shouts = letters >= FewestLetters && capitals * 10 >= letters * 8 && (marks >= Row || stretched > Row);
        if (shouts || marks >= LongRow) yield return new RuleFinding(Code, Severity.Hold, shouts ? "capitals" : "exclamation", 0, sent.Length);
    }
}
