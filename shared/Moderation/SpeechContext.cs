using System.Buffers;

namespace ServerlessDecide.Moderation;

/// <summary>
/// Tells how the words of a text are said: in quotation marks, as the words of somebody else ("nos amenazaron: ..."), or in a sentence that
/// speaks of anybody rather than of the reader ("si sales de noche ..."). <c>lexicon.txt</c> lists the words that mark this.
/// </summary>
internal sealed class SpeechContext
{
    // The most words of reported speech: Reach after the word that reports it, ReachBack before it.
    private const int Reach = 15;
    private const int ReachBack = 12;

    private static readonly SearchValues<char> SentenceSigns = SearchValues.Create(".;!?\n");
    private static readonly SearchValues<char> QuotationMarks = SearchValues.Create("\"“”„«»");
    private static readonly HashSet<string> OfTheSpeaker = ["me", "nos"];
    private static readonly HashSet<string> OfAnybody = ["me", "nos", "te", "le", "les", "lo", "la", "los", "las", "se"];

    // "Los voy a matar porque me dijeron ratero" is not reported speech.
    private static readonly HashSet<string> Joining = ["porque", "que", "si", "cuando", "lo", "pues", "y", "ya", "como", "donde", "por"];

    private readonly TextAsRead text;
    private readonly SpeechWords words;
    private readonly bool[] reported;
    private readonly bool[] general;

    public SpeechContext(TextAsRead text, SpeechWords words)
    {
        this.text = text;
        this.words = words;
        reported = new bool[text.Tokens.Count];
        general = new bool[text.Tokens.Count];
        MarkQuotations();
        MarkReports();
        MarkGeneral();
    }

    /// <summary>Whether a token is quoted or reported as the words of others.</summary>
    public bool IsReported(int token) => reported[token];

    /// <summary>Whether the sentence of a token has a word that speaks of anybody.</summary>
    public bool SpeaksOfAnybody(int token) => general[token];

    private void MarkQuotations()
    {
        var opened = -1;
        for (var i = 0; i <= text.Tokens.Count; i++)
        {
            var between = Between(i);
            for (var at = between.IndexOfAny(QuotationMarks); at >= 0; at = between.IndexOfAny(QuotationMarks))
            {
                var closes = opened >= 0 && between[at] is not ('“' or '«' or '„');
                if (closes) Array.Fill(reported, true, opened, i - opened);
                opened = closes ? -1 : i;
                between = between[(at + 1)..];
            }
        }
    }

    private void MarkReports()
    {
        var cue = -1;
        var colon = false;
        for (var i = 0; i < text.Tokens.Count; i++)
        {
            var between = Between(i);
            var tells = cue >= 0 && i - cue <= Reach && between.Contains(':');
            if (between.ContainsAny(SentenceSigns) && !(tells && between.TrimStart()[0] == ':'))
            {
                cue = -1;
                colon = false;
            }
            else if (tells)
            {
                colon = true;
            }
            else if (between.Contains(',') && cue != i - 1)
            {
                cue = -1;
            }

            reported[i] |= colon || (cue >= 0 && i - cue <= Reach);
            if (!IsCue(i)) continue;
            cue = i;
            if (IsAfterwards(i)) MarkBefore(i - 1);
        }
    }

    private bool IsCue(int token)
    {
        var word = Word(token);
        if (words.Terms.Contains(word)) return true;
        if (words.Saying.Contains(word) && token > 0 && OfAnybody.Contains(Word(token - 1))) return true;
        if (!words.Said.Contains(word)) return false;
        // "Aviso" may be the first person.
        return word[^1] != 'o' || word is "dijo" || text.IsAccented(text.Tokens[token].To - 1) || (token > 0 && OfTheSpeaker.Contains(Word(token - 1)));
    }

    // "..., me dijo"
    private bool IsAfterwards(int token) =>
        token > 1 && (OfAnybody.Contains(Word(token - 1)) || Word(token - 1) == "asi")
        && words.Said.Contains(Word(token)) && !Joining.Contains(Word(token - 2));

    // Stops at the start of the sentence: "¡Fuera!, nos gritaron" is one sentence.
    private void MarkBefore(int token)
    {
        for (var i = token; i > 0 && token - i < ReachBack; i--)
        {
            if (Between(i).ContainsAny(SentenceSigns) && !(i == token && Between(i).Contains(','))) return;
            reported[i - 1] = true;
        }
    }

    private void MarkGeneral()
    {
        var first = 0;
        var found = false;
        for (var i = 0; i <= text.Tokens.Count; i++)
        {
            if (i == text.Tokens.Count || Between(i).ContainsAny(SentenceSigns))
            {
                if (found) Array.Fill(general, true, first, i - first);
                (first, found) = (i, false);
            }

            found |= i < text.Tokens.Count && words.Anybody.Contains(Word(i));
        }
    }

    private string Word(int token) => text[text.Tokens[token]].ToString();

    // The text between a token and the one before it.
    private ReadOnlySpan<char> Between(int token)
    {
        var from = token == 0 ? 0 : text.Tokens[token - 1].To;
        return text.Folded.AsSpan(from, (token == text.Tokens.Count ? text.Folded.Length : text.Tokens[token].From) - from);
    }
}

/// <summary>The words that mark how something is said.</summary>
/// <param name="Said">Somebody else says what follows or precedes.</param>
/// <param name="Saying">The same after "me", "te" and the like.</param>
/// <param name="Terms">Words about words.</param>
/// <param name="Anybody">The sentence speaks of anybody.</param>
internal sealed record SpeechWords(HashSet<string> Said, HashSet<string> Saying, HashSet<string> Terms, HashSet<string> Anybody);
