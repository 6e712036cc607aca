namespace ServerlessDecide;

/// <summary>What a value may be: what tests it, how a person is told, and how the API's description says it.</summary>
/// <param name="Es">What is allowed, as a part of a sentence in Spanish.</param>
/// <param name="En">The same in English.</param>
public sealed record ValueRule(string Es, string En)
{
    /// <summary>Whether one value keeps the rule. What only shows beside other values is tested elsewhere.</summary>
    public Func<string, bool> Test { get; init; } = _ => true;

    /// <summary>A regular expression of the API's description, which may allow more than <see cref="Test"/>; null where there is none.</summary>
    public string? Pattern { get; init; }

    /// <summary>Characters of a value that keeps the rule, at most; null where the description names no limit.</summary>
    public int? Longest { get; init; }

    /// <summary>One of a few words.</summary>
    public static ValueRule OneOf(IReadOnlyList<string> words) =>
        new(Joined(words, "o"), Joined(words, "or")) { Test = text => words.Contains(text, StringComparer.Ordinal) };

    private static string Joined(IReadOnlyList<string> words, string or) => $"{string.Join(", ", words.SkipLast(1))} {or} {words[^1]}";
}
