namespace ServerlessDecide.Candidacies;

/// <summary>A query for candidates. Null or empty criteria match all.</summary>
public sealed record CandidateQuery
{
    /// <summary>
    /// Folded words, each matching any part of the name. The longest comes first. A word that is part of another is left out, because it adds
    /// no condition.
    /// </summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>The number of a district: only candidates in its contest.</summary>
    public string? District { get; init; }

    /// <summary>The code of a municipality: only candidates in its contest. Nobody stands in both a district and a municipality.</summary>
    public string? Municipality { get; init; }

    public string? Contender { get; init; }

    public string? Office { get; init; }

    public CandidacyRole? Role { get; init; }

    public string? Gender { get; init; }

    public bool? Head { get; init; }

    /// <summary>The canonical form of the query, whatever the order of its words; empty if it matches all.</summary>
    public string Canonical => string.Join('&', string.Join(' ', Words), District, Municipality, Contender, Office, Role, Gender, Head).TrimEnd('&');

    /// <summary>Returns the query with words as a person types them, in any order, case and accents.</summary>
    public CandidateQuery With(string text)
    {
        var words = new List<string>();
        foreach (var word in SpanishText.Words(text).OrderByDescending(w => w.Length).ThenBy(w => w, StringComparer.Ordinal))
        {
            if (!words.Exists(longer => longer.Contains(word, StringComparison.Ordinal))) words.Add(word);
        }

        return this with { Words = words };
    }
}
