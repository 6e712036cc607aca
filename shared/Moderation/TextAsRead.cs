using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ServerlessDecide.Moderation;

/// <summary>A run of letters and digits of <see cref="TextAsRead.Folded"/>: [From, To).</summary>
internal readonly record struct Token(int From, int To)
{
    public int Length => To - From;
}

/// <summary>
/// A text as the eye reads it: in lower case, without accents (ñ stays ñ), with look-alike letters of other scripts turned into Latin ones,
/// styled letters made plain and invisible characters removed. Every character keeps its position in the text as sent. Digits and signs
/// that stand for letters stay: only the words can tell whether a 3 is an e (<see cref="Vocabulary"/>).
/// </summary>
internal sealed class TextAsRead
{
    // Cyrillic, Greek and Latin letters that look like another Latin letter, whatever they sound like.
    private static readonly FrozenDictionary<char, char> LooksLike = Pairs(
        "АВЕКМНОРСТУХІЈЅЬаветкмнорсухіјѕԁԛԝһԍпгь" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεηικνορτυχγςσ" + "ıłøđħŧɑɡɩʟᴀʙᴄᴅᴇɢʜɪᴊᴋᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢꜰϲϳ",
        "abekmhopctyxijsbabetkmhopcyxijsdqwhgnrb" + "abezhikmnoptyxabenikvoptuxyss" + "ilodhtagilabcdeghijkmnoprstuvwyzfcj");

    private static readonly string?[] Decomposed = new string?[char.MaxValue + 1];

    private readonly List<(int From, int To)> origins;
    private readonly HashSet<int> accented;
    private IReadOnlyList<Lexicon.Match>? phrases;

    private TextAsRead(string sent, string folded, List<(int From, int To)> origins, HashSet<int> accented)
    {
        Sent = sent;
        Folded = folded;
        this.origins = origins;
        this.accented = accented;
        Tokens = Tokenize(folded);
    }

    /// <summary>The text as sent.</summary>
    public string Sent { get; }

    /// <summary>The text as the eye reads it.</summary>
    public string Folded { get; }

    /// <summary>The runs of letters and digits of <see cref="Folded"/>.</summary>
    public IReadOnlyList<Token> Tokens { get; }

    /// <summary>The phrases that the lexicon finds.</summary>
    public IReadOnlyList<Lexicon.Match> Phrases => phrases ??= Lexicon.Own.Find(this);

    public ReadOnlySpan<char> this[Token token] => Folded.AsSpan(token.From, token.Length);

    /// <summary>Whether the letter at a position of <see cref="Folded"/> was sent with an accent, as in "mató".</summary>
    public bool IsAccented(int at) => accented.Contains(at);

    /// <summary>Makes a finding whose evidence is [from, to) of <see cref="Folded"/>.</summary>
    public RuleFinding Finding(string code, Severity severity, string sign, int from, int to)
    {
        var start = origins[from].From;
        return new RuleFinding(code, severity, sign, start, origins[to - 1].To - start);
    }

    public static TextAsRead Of(string sent)
    {
        var folded = new StringBuilder(sent.Length);
        var origins = new List<(int From, int To)>(sent.Length);
        var accented = new HashSet<int>();
        for (var i = 0; i < sent.Length;)
        {
            _ = Rune.DecodeFromUtf16(sent.AsSpan(i), out var rune, out var length);
            foreach (var c in Decompose(rune)) Append(c, i, i + length);
            i += length;
        }

        return new TextAsRead(sent, folded.ToString(), origins, accented);

        void Append(char c, int from, int to)
        {
            if (c < 128)
            {
                Keep(char.ToLowerInvariant(c));
                return;
            }

            if (LooksLike.TryGetValue(c, out var latin))
            {
                Keep(latin);
                return;
            }

            switch (CharUnicodeInfo.GetUnicodeCategory(c))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark:
                    if (origins.Count == 0) return;
                    if (c == '\u0303' && folded[^1] == 'n') folded[^1] = 'ñ';
                    if (c is '\u0301' or '\u0300') accented.Add(folded.Length - 1);
                    origins[^1] = (origins[^1].From, to);
                    return;
                case UnicodeCategory.Format:
                    return;
                default:
                    Keep(char.ToLowerInvariant(c));
                    return;
            }

            void Keep(char kept)
            {
                folded.Append(kept);
                origins.Add((from, to));
            }
        }
    }

    private static string Decompose(Rune rune)
    {
        if (rune.IsBmp && LooksLike.TryGetValue((char)rune.Value, out var latin)) return latin.ToString();
        if (!rune.IsBmp)
        {
            // Squared and circled white letters, and the letters of flags, which Unicode leaves undecomposed.
            if (rune.Value is >= 0x1F150 and <= 0x1F169) return ((char)(rune.Value - 0x1F150 + 'a')).ToString();
            if (rune.Value is >= 0x1F170 and <= 0x1F189) return ((char)(rune.Value - 0x1F170 + 'a')).ToString();
            if (rune.Value is >= 0x1F1E6 and <= 0x1F1FF) return ((char)(rune.Value - 0x1F1E6 + 'a')).ToString();
            return Normalize(rune);
        }

        // A cache without a lock: two threads write the same value.
        return Decomposed[rune.Value] ??= Normalize(rune);
    }

    private static string Normalize(Rune rune)
    {
        var text = rune.ToString();
        // Unassigned code points cannot be normalized. A ligature may stand for a whole sentence (U+FDFA); its first letters are enough.
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse) return text;
        var plain = text.Normalize(NormalizationForm.FormKD);
        return plain.Length > 4 ? plain[..4] : plain;
    }

    private static List<Token> Tokenize(string folded)
    {
        var tokens = new List<Token>();
        var from = 0;
        for (var i = 0; i <= folded.Length; i++)
        {
            if (i < folded.Length && char.IsLetterOrDigit(folded[i])) continue;
            if (i > from) tokens.Add(new Token(from, i));
            from = i + 1;
        }

        return tokens;
    }

    private static FrozenDictionary<char, char> Pairs(string keys, string values) =>
        keys.Zip(values).DistinctBy(p => p.First).ToFrozenDictionary(p => p.First, p => p.Second);
}
