using System.Text.RegularExpressions;

namespace ServerlessDecide.Moderation.Rules;

/// <summary>
/// Finds addresses of web pages, also without their protocol or with the dot in brackets. E-mail addresses are not links. Official sites pass.
/// </summary>
internal sealed partial class LinkRule(OfficialSites sites) : IModerationRule
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // The longest link that may pass. Without a limit, a text full of dots would be read again from each of them.
    private const int MostLetters = 300;

    public string Code => "link";

    public IEnumerable<RuleFinding> Find(TextAsRead text)
    {
        var found = new List<RuleFinding>();
        var emails = PersonalDataRule.Emails(text.Folded);
        foreach (var match in Link().EnumerateMatches(text.Folded))
        {
            var (from, to) = (match.Index, match.Index + match.Length);
            var before = from == 0 ? ' ' : text.Folded[from - 1];
            if (char.IsLetterOrDigit(before) || before is '@' or '.' or '_' or '+' or '-') continue;
            if (IsOfficial(text, from, to)) continue;
            if (!emails.Exists(e => e.From < to && from < e.To)) found.Add(text.Finding(Code, Severity.Hold, "address", from, to));
        }

        return found;
    }

    // Reads up to the next white space, without the punctuation of the sentence. Every letter must be what it looks like.
    private bool IsOfficial(TextAsRead text, int from, int to)
    {
        while (to < text.Folded.Length && !char.IsWhiteSpace(text.Folded[to]))
        {
            if (++to - from > MostLetters) return false;
        }

        var link = text.Folded[from..to].TrimEnd('.', ',', ';', ':', '!', '?', ')', '"', '”', '»', '\'');
        if (link.Length == 0) return false;
        var sent = text.Finding(Code, Severity.Hold, "address", from, from + link.Length);
        return text.Sent.AsSpan(sent.Start, sent.Length).Equals(link, StringComparison.OrdinalIgnoreCase) && sites.Holds(link);
    }

    // Endings that are also Spanish words (".me", ".es") need a path, because "gracias.Me gusta" is no address.
    [GeneratedRegex(
        @"h(tt|xx)ps?:/?/?[^\s]*|\bwww\.[^\s]*|[a-z0-9][a-z0-9-]*((\.|\[\.\]|\(\.\)| punto )[a-z0-9-]+)*(\.|\[\.\]|\(\.\)| punto )((com|mx|net|org|info|biz|xyz|site|online|shop|club|store|app|link|ru|cn|tk)\b(/[^\s]*)?|(me|co|io|ly|tv|gl|es|to|cc|gg)/[^\s]+)",
        Linear)]
    private static partial Regex Link();
}
