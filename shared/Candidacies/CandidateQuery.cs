using System.Text;

namespace ServerlessDecide.Candidacies;

/// <summary>What is looked for among the candidates; null and empty leave all.</summary>
public sealed record CandidateQuery
{
    /// <summary>Words as a person types them: in any order, each any part of the name, accents and case as they come.</summary>
    public string? Text
    {
        get;
        init => field = value is null ? null : FoldedText.Of(value);
    }

    /// <summary>Who stands in the contest of a district, by its number.</summary>
    public string? District { get; init; }

    /// <summary>Who stands in the contest of a municipality, by its code. Nobody stands in both.</summary>
    public string? Municipality { get; init; }

    public string? Contender { get; init; }

    public string? Office { get; init; }

    public CandidacyRole? Role { get; init; }

    public string? Gender { get; init; }

    public bool? Head { get; init; }

    /// <summary>Whether it leaves all candidates.</summary>
    public bool IsEmpty => this == new CandidateQuery();

    /// <summary>The query written in one way only: words that ask for the same are the same, in whatever order.</summary>
    public string Canonical => string.Join('&', Words, District, Municipality, Contender, Office, Role, Gender, Head);

    /// <summary>The words as UTF-8, the longest first; none that another contains, for it asks nothing more.</summary>
    internal IReadOnlyList<byte[]> Needles => [.. Distinct.Select(Encoding.UTF8.GetBytes)];

    private string Words => string.Join(' ', Distinct);

    private IEnumerable<string> Distinct
    {
        get
        {
            var kept = new List<string>();
            foreach (var word in (Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                         .OrderByDescending(w => w.Length).ThenBy(w => w, StringComparer.Ordinal))
            {
                if (!kept.Exists(k => k.Contains(word, StringComparison.Ordinal))) kept.Add(word);
            }

            return kept;
        }
    }
}
