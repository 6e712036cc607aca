namespace ServerlessDecide.Moderation.Rules;

/// <summary>
/// Finds text that is no language: mostly words that are unpronounceable or rows of a keyboard, or the same few letters over and over.
/// Laughter, acronyms and the clusters of Nahuatl and Otomí (tl, tz, ts, hñ, nd, ng) are language.
/// </summary>
internal sealed class GibberishRule : IModerationRule
{
    private const int FewestLetters = 8;
    private const int FewestRepeated = 14;
    private const int LongestWord = 35;

    private static readonly string[] Rows = ["qwertyuiop", "asdfghjklñ", "zxcvbnm", "poiuytrewq", "ñlkjhgfdsa", "mnbvcxz"];
    private static readonly HashSet<string> OneSound = ["ch", "ll", "rr", "tl", "tz", "ts", "qu", "gu", "hn", "hñ", "nd", "ng", "nx", "nt", "nz", "ns", "bs", "rs", "xp", "xt"];

    public string Code => "gibberish";

    public IEnumerable<RuleFinding> Find(TextAsRead text)
    {
        var letters = 0;
        var senseless = 0;
        var (from, to) = (-1, 0);
        var used = new HashSet<char>();
        foreach (var token in text.Tokens)
        {
            var count = 0;
            foreach (var c in text[token])
            {
                if (!char.IsAsciiLetter(c) && c != 'ñ') continue;
                count++;
                used.Add(c);
            }

            letters += count;
            if (!IsSenseless(text, token)) continue;
            senseless += count;
            if (from < 0) from = token.From;
            to = token.To;
        }

        if (letters >= FewestLetters && senseless * 2 > letters) yield return text.Finding(Code, Severity.Hold, "unpronounceable", from, to);
        else if (letters >= FewestRepeated && used.Count <= 3 && !IsLaughter(used)) yield return text.Finding(Code, Severity.Hold, "repeated_letters", text.Tokens[0].From, text.Tokens[^1].To);
    }

    private static bool IsLaughter(HashSet<char> used) => (used.Contains('j') || used.Contains('h')) && used.Overlaps("aeiou");

    private static bool IsSenseless(TextAsRead text, Token token)
    {
        var word = text[token];
        // With digits it is a key, a model or an insult in disguise; other rules read those.
        if (word.Length < 4 || word.IndexOfAnyInRange('0', '9') >= 0) return false;
        if (word.Length > LongestWord) return true;
        foreach (var row in Rows)
        {
            for (var i = 0; i + 4 <= word.Length; i++)
            {
                if (row.AsSpan().IndexOf(word.Slice(i, 4)) >= 0) return true;
            }
        }

        // An acronym is short and in capitals in the text as sent.
        var evidence = text.Finding("", Severity.Hold, "", token.From, token.To);
        if (word.Length <= 7 && text.Sent.AsSpan(evidence.Start, evidence.Length).IndexOfAnyInRange('a', 'z') < 0) return false;

        var vowels = 0;
        var sounds = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if ("aeiouy".Contains(word[i]))
            {
                vowels++;
                sounds = 0;
                continue;
            }

            if (i > 0 && word[i] == word[i - 1]) continue;
            if (i > 0 && OneSound.Contains(word.Slice(i - 1, 2).ToString())) continue;
            // "adscribir" and "transcribir" have four consonants in a row.
            if (++sounds > 4) return true;
        }

        return word.Length >= 6 && vowels * 6 <= word.Length;
    }
}
