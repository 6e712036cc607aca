using System.Text.RegularExpressions;

namespace ServerlessDecide.Moderation.Rules;

/// <summary>
/// Finds what identifies or locates a person: e-mail, CURP, RFC, voter key, telephone, card, CLABE, home address. A CURP or an RFC needs a
/// correct check digit or its name shortly before it: a mistyped CURP still gives away a birth date.
/// </summary>
internal sealed partial class PersonalDataRule : IModerationRule
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    public string Code => "personal_data";

    public IEnumerable<RuleFinding> Find(TextAsRead text) =>
        Spans(text).Select(s => (s.Sign, s.From, s.To, Severity: Severity.Quarantine)).Concat(PersonalNumbers.Find(text)).Concat(HomeAddresses.Find(text))
            .OrderBy(s => s.From).Select(s => text.Finding(Code, s.Severity, s.Sign, s.From, s.To));

    private static List<(string Sign, int From, int To)> Spans(TextAsRead text) =>
    [
        .. Emails(text.Folded),
        .. Keys(text.Folded, "curp", Curp(), OfficialKeys.IsLikeCurp, OfficialKeys.HasCurpDigit),
        .. Keys(text.Folded, "rfc", Rfc(), OfficialKeys.IsLikeRfc, OfficialKeys.HasRfcDigit),
        .. Keys(text.Folded, "voter_key", VoterKey(), OfficialKeys.IsLikeVoterKey, _ => true),
    ];

    /// <summary>Finds e-mail addresses, also those with their signs in words.</summary>
    public static List<(string Sign, int From, int To)> Emails(string folded)
    {
        var plain = Matches(folded, "email", Email());
        return
        [
            .. plain.Where(s => !IsInclusive(folded, s.From, s.To)),
            .. Matches(folded, "email", SpelledEmail()).Where(s => !plain.Exists(p => p.From < s.To && s.From < p.To) && !IsInclusive(folded, s.From, s.To)),
        ];
    }

    // "Tod@s.Queremos" is inclusive writing: letters, the sign, an s and then a dot. No domain is called "s".
    private static bool IsInclusive(string folded, int from, int to)
    {
        var sign = folded.AsSpan(from, to - from).IndexOf('@') + from;
        return sign > from && sign + 2 < to && folded[sign + 1] == 's' && folded[sign + 2] is '.' or ' ' && folded.AsSpan(from, sign - from).IndexOfAnyExceptInRange('a', 'z') < 0;
    }

    private static List<(string Sign, int From, int To)> Matches(string folded, string sign, Regex expression)
    {
        var found = new List<(string, int, int)>();
        foreach (var match in expression.EnumerateMatches(folded)) found.Add((sign, match.Index, match.Index + match.Length));
        return found;
    }

    private static IEnumerable<(string Sign, int From, int To)> Keys(string folded, string name, Regex expression, Func<string, bool> isLike, Func<string, bool> hasDigit) =>
        Matches(folded, name, expression).Where(match =>
        {
            var key = string.Concat(folded[match.From..match.To].Where(c => c is not (' ' or '-'))).ToUpperInvariant();
            return isLike(key) && (hasDigit(key) || folded[Math.Max(0, match.From - 40)..match.From].Contains(name, StringComparison.Ordinal));
        });

    [GeneratedRegex(@"[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", Linear)]
    private static partial Regex Email();

    // After a plain dot and a space, "es" begins a sentence, so ".es" matches only without the space.
    [GeneratedRegex(@"[a-z0-9._+-]+ ?(\(at\)|\[at\]|\(?\[?\barroba\b\)?\]?|@) ?[a-z0-9-]+ ?((\(\.\)|\[\.\]|\(?\bpunto\b\)?|\(dot\)|\[dot\]) ?(com|mx|net|org|edu|gob|es)|\. ?(com|mx|net|org|edu|gob)|\.es)\b", Linear)]
    private static partial Regex SpelledEmail();

    [GeneratedRegex(@"\b[a-z]{4}[ -]?[0-9]{6}[ -]?[hmx][ -]?[a-z]{2}[ -]?[a-z]{3}[ -]?[a-z0-9][ -]?[0-9]\b", Linear)]
    private static partial Regex Curp();

    [GeneratedRegex(@"\b[a-zñ&]{4}[ -]?[0-9]{6}[ -]?[a-z0-9]{2}[a0-9]\b", Linear)]
    private static partial Regex Rfc();

    [GeneratedRegex(@"\b[a-zñ]{6}[ -]?[0-9]{6}[ -]?[0-9]{2}[ -]?[hmx][ -]?[0-9]{3}\b", Linear)]
    private static partial Regex VoterKey();
}
