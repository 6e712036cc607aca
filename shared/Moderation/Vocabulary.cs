namespace ServerlessDecide.Moderation;

/// <summary>A word of a text: one token, or several that spell one word.</summary>
/// <param name="Id">The id of the word in the vocabulary, or <see cref="Vocabulary.Unknown"/>.</param>
/// <param name="First">The first token.</param>
/// <param name="Last">The last token.</param>
internal readonly record struct Word(int Id, int First, int Last);

/// <summary>
/// Recognizes words in disguise: signs and digits for letters (<c>p3nd3j0</c>), letters repeated, spaced or masked with an asterisk, k for
/// c, z for s, b for v. It walks a trie of the known words along the text. A walk takes at most <see cref="MaxSteps"/> steps, so the cost
/// is linear in the text.
/// </summary>
internal sealed class Vocabulary
{
    public const int Unknown = -1;

    private const int MaxSteps = 250;
    private const int MaxMasked = 3;
    private const int MaxMasks = 40;

    private static readonly string[] Readings = MakeReadings();

    private readonly Node root = new();
    private readonly Dictionary<string, int> ids = [];
    private readonly HashSet<string> shortWords = [];

    public int Count => ids.Count;

    /// <summary>Returns the id of a word, adding it if it is new.</summary>
    /// <exception cref="InvalidDataException">The word has a character other than a-z and ñ.</exception>
    public int Add(string word)
    {
        if (ids.TryGetValue(word, out var id)) return id;
        id = ids.Count;
        var node = root;
        foreach (var c in word)
        {
            if (Node.IndexOf(c) < 0) throw new InvalidDataException($"The lexicon has '{word}'; only a-z and ñ are allowed.");
            node = node.Grow(c);
        }

        node.Word = id;
        ids.Add(word, id);
        return id;
    }

    /// <summary>Adds everyday words of one to three letters, which are not pieces of a word that was broken up.</summary>
    public void AddShort(IEnumerable<string> words) => shortWords.UnionWith(words);

    /// <summary>Returns the words of a text, in order. Every token belongs to exactly one.</summary>
    public List<Word> Read(TextAsRead text)
    {
        var words = new List<Word>(text.Tokens.Count);
        var walk = new Walk(this, text);
        for (var token = 0; token < text.Tokens.Count;)
        {
            var word = walk.From(token);
            words.Add(word);
            token = word.Last + 1;
        }

        return words;
    }

    // The letters that a character may stand for, itself first. An asterisk may be any letter.
    private static string[] MakeReadings()
    {
        var readings = new string[256];
        for (var c = 'a'; c <= 'z'; c++) readings[c] = c.ToString();
        foreach (var (c, letters) in new (char, string)[]
        {
            ('ñ', "ñ"), ('0', "o"), ('1', "il"), ('3', "e"), ('4', "a"), ('5', "s"), ('6', "g"), ('7', "t"), ('8', "b"), ('9', "g"),
            ('@', "ao"), ('$', "s"), ('!', "il"), ('¡', "i"), ('|', "il"), ('+', "t"), ('£', "l"), ('¥', "y"), ('§', "s"),
            ('*', "*"), ('#', "*"), ('%', "*"), ('k', "kc"), ('z', "zs"), ('b', "bv"), ('v', "vbu"), ('x', "xoa"),
        })
        {
            readings[c] = letters;
        }

        return readings;
    }

    private static string? ReadingsOf(char c) => c == '€' ? "e" : c < 256 ? Readings[c] : null;

    /// <summary>A walk along the text from one token.</summary>
    private sealed class Walk(Vocabulary vocabulary, TextAsRead text)
    {
        private readonly string folded = text.Folded;
        private readonly IReadOnlyList<Token> tokens = text.Tokens;

        // A text full of asterisks masks nothing, and trying every letter for each would be slow.
        private readonly bool masked = text.Folded.Count(c => c is '*' or '#' or '%') <= MaxMasks;
        private int start;
        private int steps;
        private Word best;

        public Word From(int token)
        {
            start = token;
            best = new Word(Unknown, token, token);
            steps = MaxSteps;
            var first = tokens[token].From;
            Step(vocabulary.root, first, token, default);
            // A sign may stand for the first letter: ¡d¡ota.
            if (first > 0 && folded[first - 1] is '¡' or '!' or '|' or '$' or '€')
            {
                foreach (var letter in ReadingsOf(folded[first - 1])!)
                {
                    if (vocabulary.root.Child(letter) is { } child) Step(child, first, token, new State { Letters = 1 });
                }
            }

            return best;
        }

        private void Step(Node node, int at, int token, State state)
        {
            if (--steps < 0) return;
            if (at >= tokens[token].To)
            {
                if (node.Word != Unknown && token >= best.Last && (best.Id == Unknown || token > best.Last) && Holds(token, state)) best = new Word(node.Word, start, token);
                var next = token + 1 < tokens.Count ? tokens[token + 1].From : folded.Length;
                if (at < next && state.Letters > 0) Read(node, at, at + 1 == next && token + 1 < tokens.Count ? token + 1 : token, state);
                if (token + 1 < tokens.Count && at == tokens[token].To) Cross(node, at, next, token, state);
                return;
            }

            Read(node, at, token, state);
        }

        // Follows each letter that the character may stand for.
        private void Read(Node node, int at, int token, State state)
        {
            var c = folded[at];
            if (ReadingsOf(c) is not { } readings) return;
            var moved = state with { Letters = state.Letters + 1, Plain = state.Plain + (char.IsAsciiLetter(c) || c == 'ñ' ? 1 : 0), Before = c };
            var found = false;
            foreach (var letter in readings)
            {
                if (letter == '*')
                {
                    if (!masked || state.Letters == 0 || state.Masked == MaxMasked) return;
                    foreach (var any in node.Children) Step(any, at + 1, token, moved with { Masked = state.Masked + 1 });
                }
                else if (node.Child(letter) is { } child)
                {
                    found = true;
                    Step(child, at + 1, token, moved);
                }
            }

            // Skips repetitions of a letter beyond those of the word.
            if (found || c != state.Before || at == tokens[token].From) return;
            var run = at;
            while (run < tokens[token].To && folded[run] == c) run++;
            if (run > at) Step(node, run, token, state);
        }

        // Continues in the next token, across at most three signs or spaces.
        private void Cross(Node node, int at, int next, int token, State state)
        {
            if (next - at > 3) return;
            var spaced = false;
            for (var i = at; i < next; i++)
            {
                if (folded[i] == '\n') return;
                spaced |= char.IsWhiteSpace(folded[i]);
            }

            Step(node, next, token + 1, state with { Spaced = state.Spaced || spaced });
        }

        // Whether the tokens walked may be one word. Two adjacent words that happen to spell a third are not: "ver gas", "es tupida".
        private bool Holds(int last, State state)
        {
            if (state.Masked * 2 > state.Letters) return false;
            if (state.Plain == 0) return state.Letters == 1;
            if (last == start || !state.Spaced) return true;
            var single = true;
            var odd = false;
            for (var i = start; i <= last; i++)
            {
                single &= tokens[i].Length == 1;
                odd |= tokens[i].Length <= 3 && !vocabulary.shortWords.Contains(text[tokens[i]].ToString());
            }

            return single || (odd && state.Letters >= 5);
        }
    }

    /// <summary>What a walk has read so far.</summary>
    /// <param name="Letters">Letters of the word.</param>
    /// <param name="Plain">Those written as letters.</param>
    /// <param name="Masked">Those behind an asterisk.</param>
    /// <param name="Spaced">Whether there is a space between them.</param>
    /// <param name="Before">The character read last.</param>
    private readonly record struct State(int Letters, int Plain, int Masked, bool Spaced, char Before);

    private sealed class Node
    {
        private readonly Node?[] children = new Node?[27];

        public int Word { get; set; } = Unknown;

        public IEnumerable<Node> Children => children.Where(c => c is not null)!;

        public static int IndexOf(char c) => c is >= 'a' and <= 'z' ? c - 'a' : c == 'ñ' ? 26 : -1;

        public Node? Child(char c) => children[IndexOf(c)];

        public Node Grow(char c) => children[IndexOf(c)] ??= new Node();
    }
}
