using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessDecide.Moderation;

/// <summary>
/// The phrases of <c>lexicon.txt</c> and the search for them. The file says what each phrase means and which harmless phrases contain the
/// same words; its header explains the format.
/// </summary>
internal sealed class Lexicon
{
    /// <summary>The most words that an ellipsis stands for.</summary>
    private const int MaxGap = 4;

    // A phrase with more forms than this is not looked for written as one word.
    private const int MaxJoined = 80;
    private const int FewestJoinedLetters = 8;

    private const string Number = "<number>";
    private const int NumberId = -2;
    private const int FirstAccentedId = -3;

    private readonly Vocabulary vocabulary = new();
    private readonly Dictionary<string, string[]> sets = [];
    private readonly Dictionary<int, List<Phrase>> byFirst = [];

    // Words that an accent on the last letter turns into the past tense of another person: "mato" and "mató".
    private readonly HashSet<int> unaccented = [];

    private SpeechWords speech = new([], [], [], []);

    private Lexicon()
    {
    }

    /// <summary>What a phrase does. Phrases that begin at the same word are tried in this order.</summary>
    private enum Effect
    {
        Pass,
        Doubt,
        Hold,
        Quarantine,

        /// <summary>Quarantine; hold in a sentence that speaks of anybody.</summary>
        QuarantineOfSomebody,
    }

    /// <summary>The lexicon of this repository.</summary>
    public static Lexicon Own { get; } = Of(OwnLines());

    /// <summary>SHA-256 of that lexicon's file, in hexadecimal digits, as <c>sha256sum lexicon.txt</c> prints it.</summary>
    public static string Hash { get; } = HashOwn();

    /// <summary>
    /// Returns the matches in a text, in its order. A match inside a harmless phrase is left out, and of two nested matches the longer one
    /// counts. What is quoted or reported of others is at most held.
    /// </summary>
    public IReadOnlyList<Match> Find(TextAsRead text)
    {
        var sentence = new Sentence(text, Words(text));
        var matches = new List<Match>();
        // The end of the farthest match of each kind.
        var reached = new Dictionary<(string Code, Effect Effect), int>();
        var longest = new Dictionary<(string Code, Effect Effect), int>();
        SpeechContext? context = null;
        for (var i = 0; i < sentence.Words.Count; i++)
        {
            longest.Clear();
            if (byFirst.TryGetValue(sentence.Words[i].Id, out var phrases)) Measure(phrases, sentence, i, longest);
            if (sentence.IsNumber(i) && byFirst.TryGetValue(NumberId, out phrases)) Measure(phrases, sentence, i, longest);
            if (longest.Count == 0) continue;
            foreach (var ((code, effect), end) in longest.OrderBy(found => found.Key.Effect))
            {
                if (end <= reached.GetValueOrDefault((code, effect)) || end <= reached.GetValueOrDefault((code, Effect.Pass))) continue;
                reached[(code, effect)] = end;
                if (effect is Effect.Pass or Effect.Doubt) continue;
                var severity = effect == Effect.Hold || i < reached.GetValueOrDefault((code, Effect.Doubt)) ? Severity.Hold : Severity.Quarantine;
                if (severity == Severity.Quarantine)
                {
                    context ??= new SpeechContext(text, speech);
                    var token = sentence.Words[i].First;
                    if (context.IsReported(token) || (effect == Effect.QuarantineOfSomebody && context.SpeaksOfAnybody(token))) severity = Severity.Hold;
                }

                matches.Add(new Match(code, severity, sentence.FromOf(i), sentence.ToOf(end - 1)));
            }
        }

        return matches;
    }

    /// <summary>Builds a lexicon from lines in the format of <c>lexicon.txt</c>.</summary>
    /// <exception cref="InvalidDataException">A line is malformed.</exception>
    public static Lexicon Of(IEnumerable<string> lines)
    {
        var lexicon = new Lexicon();
        foreach (var line in lines)
        {
            if (line.Length > 0 && line[0] != '#') lexicon.AddLine(line);
        }

        foreach (var word in lexicon.WordsDefined("unaccented")) lexicon.unaccented.Add(lexicon.vocabulary.Add(word));
        lexicon.speech = new SpeechWords(
            [.. lexicon.WordsDefined("said")], [.. lexicon.WordsDefined("saying")], [.. lexicon.WordsDefined("term")], [.. lexicon.WordsDefined("anybody")]);
        return lexicon;
    }

    /// <summary>The lines of <see cref="Own"/>.</summary>
    public static IReadOnlyList<string> OwnLines()
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream("lexicon.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n');
    }

    private static void Measure(List<Phrase> phrases, Sentence sentence, int at, Dictionary<(string, Effect), int> longest)
    {
        foreach (var phrase in phrases)
        {
            if (phrase.AtStart && !sentence.Starts(at)) continue;
            var end = sentence.End(phrase, 0, at, at);
            if (end > longest.GetValueOrDefault((phrase.Code, phrase.Effect))) longest[(phrase.Code, phrase.Effect)] = end;
        }
    }

    private static string HashOwn()
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream("lexicon.txt")!;
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private string[] WordsDefined(string name) => sets.GetValueOrDefault(name, []);

    // Returns the words of a text; "mató" and "mato" are different words.
    private List<Word> Words(TextAsRead text)
    {
        var words = vocabulary.Read(text);
        for (var i = 0; i < words.Count; i++)
        {
            if (unaccented.Contains(words[i].Id) && text.IsAccented(text.Tokens[words[i].Last].To - 1)) words[i] = words[i] with { Id = AccentedId(words[i].Id) };
        }

        return words;
    }

    // "define name: words" or "code severity: phrase".
    private void AddLine(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var head = line[..Math.Max(colon, 0)].Split(' ');
        if (head.Length != 2) throw new InvalidDataException($"The lexicon has a malformed line: {line}");
        var body = line[(colon + 1)..].Trim();
        if (head[0] == "define")
        {
            sets.Add(head[1], [.. body.Split(' ').SelectMany(WordsOf)]);
            if (head[1] == "short") vocabulary.AddShort(sets["short"]);
            return;
        }

        var effect = head[1] switch
        {
            "hold" => Effect.Hold,
            "quarantine" => Effect.Quarantine,
            "quarantine?" => Effect.QuarantineOfSomebody,
            "pass" => Effect.Pass,
            "doubt" => Effect.Doubt,
            _ => throw new InvalidDataException($"The lexicon has an unknown severity: {line}"),
        };
        foreach (var form in WithAndWithout(body.Split(' '), 0)) AddPhrase(head[0], effect, form);
    }

    private void AddPhrase(string code, Effect effect, List<string> form)
    {
        var atStart = form[0] == "^";
        var atEnd = form[^1] == "$";
        var elements = form.Where(e => e is not ("^" or "$")).ToList();
        var choices = elements.ConvertAll(e => e == "..." ? [] : e.Split('|').SelectMany(WordsOf).ToArray());
        Index(new Phrase(code, effect, [.. choices.Select(words => words.Select(IdOf).ToHashSet())], atStart, atEnd));

        if (effect is not (Effect.Pass or Effect.Doubt) && choices.Count > 1 && choices.TrueForAll(words => words.Length > 0 && !words.Contains(Number)))
        {
            var joined = choices.Aggregate((all, words) => all.Length > MaxJoined ? all : [.. all.SelectMany(a => words.Select(w => a + w))]);
            var ids = joined.Length > MaxJoined ? [] : joined.Where(j => j.Length >= FewestJoinedLetters).Select(IdOf).ToHashSet();
            if (ids.Count > 0) Index(new Phrase(code, effect, [ids], false, false));
        }
    }

    // "pago'" stands for "pagó".
    private int IdOf(string word) => word == Number ? NumberId : word[^1] == '\'' ? AccentedId(vocabulary.Add(word[..^1])) : vocabulary.Add(word);

    private static int AccentedId(int id) => FirstAccentedId - id;

    private void Index(Phrase phrase)
    {
        foreach (var id in phrase.Parts[0])
        {
            if (!byFirst.TryGetValue(id, out var phrases)) byFirst.Add(id, phrases = []);
            phrases.Add(phrase);
        }
    }

    // "[muy]" is optional.
    private static IEnumerable<List<string>> WithAndWithout(string[] elements, int at)
    {
        if (at == elements.Length) return [[]];
        var rest = WithAndWithout(elements, at + 1);
        var optional = elements[at].StartsWith('[');
        var element = optional ? elements[at][1..^1] : elements[at];
        var with = rest.Select(r => (List<string>)[element, .. r]);
        return optional ? with.Concat(rest) : with;
    }

    // "<name>" stands for the words of that definition; "pendej{o,a}" for two words.
    private IEnumerable<string> WordsOf(string written)
    {
        if (written == Number) return [Number];
        if (written.StartsWith('<')) return sets[written[1..^1]];
        var open = written.IndexOf('{', StringComparison.Ordinal);
        if (open < 0) return [written];
        var close = written.IndexOf('}', StringComparison.Ordinal);
        return written[(open + 1)..close].Split(',').SelectMany(ending => WordsOf(written[..open] + ending + written[(close + 1)..]));
    }

    /// <summary>A phrase found at [From, To) of the folded text.</summary>
    public sealed record Match(string Code, Severity Severity, int From, int To);

    // A part is the set of words that match it; an empty set is a gap.
    private sealed record Phrase(string Code, Effect Effect, HashSet<int>[] Parts, bool AtStart, bool AtEnd);

    /// <summary>The words of a text and the punctuation between them.</summary>
    private sealed class Sentence(TextAsRead text, List<Word> words)
    {
        private static readonly SearchValues<char> ClauseSigns = SearchValues.Create(".,;:!?¡¿()\"\n");
        private static readonly SearchValues<char> SentenceSigns = SearchValues.Create(".;!?\n");

        public List<Word> Words => words;

        public int FromOf(int word) => text.Tokens[words[word].First].From;

        public int ToOf(int word) => text.Tokens[words[word].Last].To;

        public bool IsNumber(int word) => words[word].First == words[word].Last && text[text.Tokens[words[word].First]].IndexOfAnyExceptInRange('0', '9') < 0;

        public bool Starts(int word) => word == 0 || Between(word).ContainsAny(ClauseSigns);

        // Matches the parts from one on, beginning at a word. Returns the farthest end, or -1.
        public int End(Phrase phrase, int part, int at, int from)
        {
            for (; part < phrase.Parts.Length; part++, at++)
            {
                // "No, te voy a matar": a harmless phrase lies within one clause.
                if (phrase.Effect == Effect.Pass && at > from && at < words.Count && Starts(at)) return -1;
                if (phrase.Parts[part].Count == 0)
                {
                    var farthest = -1;
                    for (var gap = 0; gap <= MaxGap && at + gap < words.Count && !(gap > 0 && Breaks(at + gap)); gap++)
                    {
                        if (phrase.Effect == Effect.Pass && gap > 0 && Starts(at + gap)) break;
                        farthest = Math.Max(farthest, End(phrase, part + 1, at + gap, from));
                    }

                    return farthest;
                }

                if (at == words.Count) return -1;
                if (!phrase.Parts[part].Contains(words[at].Id) && !(phrase.Parts[part].Contains(NumberId) && IsNumber(at))) return -1;
            }

            return phrase.AtEnd && at < words.Count && !Starts(at) ? -1 : at;
        }

        private bool Breaks(int word) => Between(word).ContainsAny(SentenceSigns);

        private ReadOnlySpan<char> Between(int word) => text.Folded.AsSpan(ToOf(word - 1), FromOf(word) - ToOf(word - 1));
    }
}
