namespace ServerlessDecide.Candidacies;

/// <summary>What is looked for among the candidates; what is null or empty leaves all.</summary>
public sealed record CandidateQuery
{
    /// <summary>
    /// Folded words, each any part of the name: the longest first, and none that is part of another, for it asks nothing more.
    /// </summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>Who stands in the contest of a district, by its number.</summary>
    public string? District { get; init; }

    /// <summary>Who stands in the contest of a municipality, by its code. Nobody stands in both.</summary>
    public string? Municipality { get; init; }

    public string? Contender { get; init; }

    public string? Office { get; init; }

    public CandidacyRole? Role { get; init; }

    public string? Gender { get; init; }

    public bool? Head { get; init; }

    /// <summary>The query written in one way only, whatever the order of its words; empty when it leaves all.</summary>
    public string Canonical => string.Join('&', string.Join(' ', Words), District, Municipality, Contender, Office, Role, Gender, Head).TrimEnd('&');

    /// <summary>The query with words as a person types them: in any order, accents and case as they come.</summary>
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
