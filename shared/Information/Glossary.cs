namespace ServerlessDecide.Information;

/// <summary>The terms of a process. People can search them in any case and word order, without accents, in singular or plural.</summary>
public sealed class Glossary
{
    /// <summary>The most characters of a question.</summary>
    public const int MaxQuestion = 100;

    // Words that carry no meaning: "¿Qué es una coalición?" asks for "coalición".
    private static readonly HashSet<string> Empty =
        [
            "a", "al", "como", "con", "cual", "de", "del", "el", "en", "es", "la", "las", "lo", "los", "me", "mi", "mis", "o", "para", "por", "que", "se", "son", "su", "un", "una",
            "unas", "unos", "y",
        ];

    private readonly Entry[] entries;

    public Glossary(IReadOnlyList<Term> terms)
    {
        entries = [.. terms
            .OrderBy(t => SpanishText.SortKey(t.Name), StringComparer.Ordinal)
            .ThenBy(t => t.Id, StringComparer.Ordinal)
            .Select(t => new Entry(t))];
        All = [.. entries.Select(e => e.Term)];
    }

    /// <summary>All terms, in dictionary order.</summary>
    public IReadOnlyList<Term> All { get; }

    /// <summary>
    /// Returns the terms that answer a question, best first: the term itself; terms that begin with the question; terms whose name has all its
    /// words; terms whose definition has them. A text has a word if one of its words begins with it or has the same
    /// <see cref="SpanishText.Stem"/>. Equal matches come in dictionary order.
    /// </summary>
    /// <param name="question">Null for all terms.</param>
    /// <param name="topic">Only terms of this topic; null for any.</param>
    public IReadOnlyList<Term> Find(string? question, string? topic)
    {
        var asked = question is null ? null : Word.Of(question);
        if (asked is { Length: 0 }) return [];
        var found = entries.Where(e => topic is null || e.Term.Topic == topic);
        if (asked is not null) found = found.Select(e => (Entry: e, Rank: e.Rank(asked))).Where(f => f.Rank < int.MaxValue).OrderBy(f => f.Rank).Select(f => f.Entry);
        return [.. found.Select(e => e.Term)];
    }

    private readonly record struct Word(string Folded, string Stem)
    {
        public static Word[] Of(string text)
        {
            var all = SpanishText.Words(text);
            var full = all.Where(w => !Empty.Contains(w)).ToList();
            return [.. (full.Count > 0 ? full : all).Select(w => new Word(w, SpanishText.Stem(w)))];
        }

        /// <summary>Whether a word of a text matches this word of a question.</summary>
        public bool IsMetBy(Word word) => word.Folded.StartsWith(Folded, StringComparison.Ordinal) || word.Stem == Stem;
    }

    private sealed class Entry(Term term)
    {
        private readonly Word[] name = Word.Of(term.Name);
        private readonly Word[] text = Word.Of($"{term.Name}\n{term.Definition}\n{term.EasyRead}");

        public Term Term => term;

        public int Rank(Word[] asked)
        {
            if (name.Select(w => w.Stem).SequenceEqual(asked.Select(w => w.Stem), StringComparer.Ordinal)) return 0;
            if (asked.Length <= name.Length && asked.Zip(name).All(pair => pair.First.IsMetBy(pair.Second))) return 1;
            if (Array.TrueForAll(asked, a => Array.Exists(name, a.IsMetBy))) return 2;
            return Array.TrueForAll(asked, a => Array.Exists(text, a.IsMetBy)) ? 3 : int.MaxValue;
        }
    }
}
