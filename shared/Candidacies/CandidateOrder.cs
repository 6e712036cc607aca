namespace ServerlessDecide.Candidacies;

/// <summary>The order of the list of candidates: by name as in a Spanish dictionary, then by id.</summary>
internal static class CandidateOrder
{
    public static IReadOnlyList<Candidate> Sorted(IEnumerable<Candidate> candidates)
    {
        var all = candidates.ToArray();
        Array.Sort(Array.ConvertAll(all, KeyOf), all, StringComparer.Ordinal);
        return all;
    }

    /// <summary>Returns the sort key of a candidate. No name has a line break, so a name sorts before the longer names that begin with it.</summary>
    public static string KeyOf(Candidate candidate) => $"{SpanishText.SortKey(candidate.Name)}\n{candidate.Id}";
}
