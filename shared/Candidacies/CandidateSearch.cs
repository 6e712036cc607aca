using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace ServerlessDecide.Candidacies;

/// <summary>
/// Finds candidates. One buffer has all folded names one after the other. A vectorized search looks for the longest word of the query in the
/// whole buffer; the other words and the filters are checked only where it was found. A search allocates nothing in proportion to the list.
/// </summary>
public sealed class CandidateSearch
{
    private const byte Separator = (byte)'\n';

    private readonly IReadOnlyList<Candidate> rows;
    private readonly byte[] names;
    private readonly int[] starts;
    private readonly Column contests;
    private readonly Column contenders;
    private readonly Column offices;
    private readonly Column roles;
    private readonly Column genders;
    private readonly Column heads;

    /// <param name="sorted">The candidates in the order of <see cref="CandidateOrder"/>.</param>
    internal CandidateSearch(IReadOnlyList<Candidate> sorted)
    {
        rows = sorted;
        starts = new int[rows.Count + 1];
        var all = new ArrayBufferWriter<byte>(rows.Count * 32 + 1);
        for (var row = 0; row < rows.Count; row++)
        {
            starts[row] = all.WrittenCount;
            Encoding.UTF8.GetBytes(SpanishText.Phrase(rows[row].Name), all);
            all.Write([Separator]);
        }

        starts[rows.Count] = all.WrittenCount;
        names = all.WrittenSpan.ToArray();
        contests = new(rows, c => c.Contest);
        contenders = new(rows, c => c.Contender);
        offices = new(rows, c => c.Office);
        roles = new(rows, c => c.Role.Name());
        genders = new(rows, c => c.Gender);
        heads = new(rows, c => Written(c.Head));
    }

    /// <summary>Returns the row after that of a key, even if the list no longer has the key's row; -1 if the text is no key.</summary>
    public int After(string key)
    {
        if (!key.Contains('\n', StringComparison.Ordinal)) return -1;
        int low = 0, high = rows.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (string.CompareOrdinal(CandidateOrder.KeyOf(rows[middle]), key) <= 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Returns the sort key of a row, which is valid in any version of the list.</summary>
    public string KeyOf(int row) => CandidateOrder.KeyOf(rows[row]);

    /// <summary>Whether any candidate has this gender.</summary>
    public bool HasGender(string word) => genders.Has(word);

    /// <summary>Whether any candidacy is for this office.</summary>
    public bool HasOffice(string id) => offices.Has(id);

    /// <summary>Returns the first rows that match, in the order of the list.</summary>
    /// <param name="start">The row to begin at.</param>
    /// <param name="limit">The most rows to return.</param>
    public IReadOnlyList<int> Find(CandidateQuery query, int start, int limit)
    {
        var found = new List<int>(Math.Min(limit, 64));
        var filters = new List<(int[] Codes, int Code)>(6);
        if (!(Ask(contests, query.District is { } number ? Contest.OfDistrict(number).Id : null)
            && Ask(contests, query.Municipality is { } code ? Contest.OfMunicipality(code).Id : null) && Ask(contenders, query.Contender) && Ask(offices, query.Office)
            && Ask(roles, query.Role?.Name()) && Ask(genders, query.Gender) && Ask(heads, query.Head is { } head ? Written(head) : null)))
        {
            return found;
        }

        var asked = CollectionsMarshal.AsSpan(filters);
        var words = query.Words.Select(Encoding.UTF8.GetBytes).ToArray();
        for (var row = start; row < rows.Count && found.Count < limit; row++)
        {
            if (words.Length > 0)
            {
                var at = names.AsSpan(starts[row]).IndexOf(words[0]);
                if (at < 0) break;
                at += starts[row];
                // Over the whole search this takes at most one step per row.
                while (starts[row + 1] <= at) row++;
            }

            if (Passes(asked, row) && HasOthers(words, row)) found.Add(row);
        }

        return found;

        bool Ask(Column column, string? value)
        {
            if (value is null) return true;
            if (column.CodeOf(value) is not { } known) return false;
            filters.Add((column.Codes, known));
            return true;
        }
    }

    /// <summary>Returns all candidates that match, in the order of the list, and searches on demand.</summary>
    public IEnumerable<Candidate> All(CandidateQuery query)
    {
        const int AtOnce = 500;
        IReadOnlyList<int> found;
        for (var start = 0; (found = Find(query, start, AtOnce)).Count > 0; start = found[^1] + 1)
        {
            foreach (var row in found) yield return rows[row];
        }
    }

    public Candidate this[int row] => rows[row];

    private ReadOnlySpan<byte> NameOf(int row) => names.AsSpan(starts[row], starts[row + 1] - starts[row] - 1);

    private static bool Passes(ReadOnlySpan<(int[] Codes, int Code)> filters, int row)
    {
        foreach (var (codes, code) in filters)
        {
            if (codes[row] != code) return false;
        }

        return true;
    }

    private bool HasOthers(byte[][] words, int row)
    {
        for (var i = 1; i < words.Length; i++)
        {
            if (NameOf(row).IndexOf(words[i]) < 0) return false;
        }

        return true;
    }

    private static string Written(bool head) => head ? "true" : "false";

    /// <summary>One field of all rows, with each distinct value as a small number.</summary>
    private sealed class Column
    {
        private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);

        public Column(IReadOnlyList<Candidate> rows, Func<Candidate, string> value)
        {
            Codes = new int[rows.Count];
            for (var row = 0; row < Codes.Length; row++)
            {
                ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(codes, value(rows[row]), out var known);
                if (!known) code = codes.Count;
                Codes[row] = code;
            }
        }

        public int[] Codes { get; }

        public int? CodeOf(string value) => codes.TryGetValue(value, out var code) ? code : null;

        public bool Has(string value) => codes.ContainsKey(value);
    }
}
