using System.Text;

namespace ServerlessDecide.Candidacies;

/// <summary>The one order of the list of candidates: by name as a search compares it, then by id; bytes of UTF-8.</summary>
internal static class CandidateOrder
{
    public static IReadOnlyList<Candidate> Sorted(IEnumerable<Candidate> candidates)
    {
        var all = candidates.Select(c => (Candidate: c, Name: Encoding.UTF8.GetBytes(FoldedText.Of(c.Name)))).ToArray();
        Array.Sort(all, (a, b) => Compare(a.Name, a.Candidate.Id, b.Name, b.Candidate.Id));
        return [.. all.Select(c => c.Candidate)];
    }

    public static int Compare(ReadOnlySpan<byte> name, string id, ReadOnlySpan<byte> otherName, string otherId)
    {
        var names = name.SequenceCompareTo(otherName);
        return names != 0 ? names : string.CompareOrdinal(id, otherId);
    }
}
