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
/// A text as an eye reads it: lower case, without accents (but ñ is ñ), letters of other scripts that look like Latin ones turned into
/// those, styled letters made plain, invisible characters gone. Every character of it knows where in the sent text it comes from.
/// Digits and signs that stand for letters stay: whether a 3 is an e only the words can say (<see cref="Vocabulary"/>).
/// </summary>
internal sealed class TextAsRead
{
    // Cyrillic, Greek and Latin letters that look like another Latin letter, by their look and not by their sound.
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

    /// <summary>The text as it was sent.</summary>
    public string Sent { get; }

    /// <summary>The text as it is read.</summary>
    public string Folded { get; }

    /// <summary>The runs of letters and digits of <see cref="Folded"/>.</summary>
    public IReadOnlyList<Token> Tokens { get; }

    /// <summary>What the lexicon finds in it.</summary>
    public IReadOnlyList<Lexicon.Match> Phrases => phrases ??= Lexicon.Own.Find(this);

    public ReadOnlySpan<char> this[Token token] => Folded.AsSpan(token.From, token.Length);

    /// <summary>Whether the letter at a place of <see cref="Folded"/> was sent with an accent, as in "mató".</summary>
    public bool IsAccented(int at) => accented.Contains(at);

    /// <summary>A finding whose evidence is [from, to) of <see cref="Folded"/>.</summary>
    public Finding Finding(string code, Severity severity, string sign, int from, int to)
    {
        var start = origins[from].From;
        return new Finding(code, severity, sign, start, origins[to - 1].To - start);
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

        // Filled on the way, at most once for each character there is; two threads write the same.
        return Decomposed[rune.Value] ??= Normalize(rune);
    }

    private static string Normalize(Rune rune)
    {
        var text = rune.ToString();
        // What is no character cannot be normalized. A ligature may stand for a whole sentence (U+FDFA): its first letters do.
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
