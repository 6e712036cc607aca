using FsCheck;
using FsCheck.Fluent;
using ServerlessDecide.Candidacies;

namespace ServerlessDecide.Shared.Tests.Candidacies;

public sealed class CandidateSearchTests
{
    private static readonly string[] Parts =
        ["María", "JOSÉ", "Núñez", "n\u0303u", "Ángel", "O'Higgins", "Peña-López", "Íñigo", "Güemes", "de", "la", "an", "a", "Zoé", "漢字", "Łódź", "«Chuy»", "II", "3ª"];

    private static readonly Gen<string> Name = Gen.Select(Gen.NonEmptyListOf(Gen.Elements(Parts)), parts => string.Join(' ', parts));

    private static readonly Gen<Candidate> One =
        from name in Name
        from contender in Gen.Elements("sol", "luna")
        from contest in Gen.Elements("legislature-7", "council-15106")
        from role in Gen.Elements(CandidacyRole.Owner, CandidacyRole.Alternate)
        from gender in Gen.Elements("female", "male")
        from head in Gen.Elements(true, false)
        select new Candidate("", name, contender, "office", contest, 1, role, gender, head);

    private static readonly Gen<IReadOnlyList<Candidate>> Lists =
        Gen.ListOf(One).Select(all => CandidateOrder.Sorted(all.Index().Select(c => c.Item with { Id = $"c-{c.Index}" })));

    private static readonly Gen<CandidateQuery> Queries =
        from words in Gen.ListOf(Gen.Elements(Parts.Concat(["mar", "ñ", "E", "pe", "x", "gins", "ÚÑ", "lop", "z"])))
        from contender in Gen.Elements<string?>(null, "sol", "luna", "mar")
        from place in Gen.Elements<(string? District, string? Municipality)>((null, null), ("7", null), (null, "15106"), ("7", "15106"), ("8", null))
        from role in Gen.Elements<CandidacyRole?>(null, CandidacyRole.Owner, CandidacyRole.Alternate)
        from gender in Gen.Elements<string?>(null, null, "female", "none")
        from head in Gen.Elements<bool?>(null, true, false)
        select new CandidateQuery { Contender = contender, District = place.District, Municipality = place.Municipality, Role = role, Gender = gender, Head = head }
            .With(string.Join(' ', words));

    [Fact]
    public void The_search_finds_exactly_what_a_full_scan_finds() => Law.Holds(
        from list in Lists from query in Queries select (list, query),
        sample => new CandidateSearch(sample.list).All(sample.query).SequenceEqual(sample.list.Where(c => IsWanted(c, sample.query))));

    [Fact]
    public void Every_candidate_is_found_by_any_parts_of_the_name_in_any_order_case_and_accents() => Law.Holds(
        from list in Lists from seed in Gen.Choose(0, int.MaxValue) select (list, seed),
        sample =>
        {
            var random = new Random(sample.seed);
            var search = new CandidateSearch(sample.list);
            return sample.list.All(candidate =>
            {
                var words = candidate.Name.Split(' ').Select(word => Part(word, random)).ToArray();
                random.Shuffle(words);
                var text = string.Join(' ', words.Take(random.Next(1, words.Length + 1)));
                if (random.Next(2) == 0) text = SpanishText.Fold(text).ToUpperInvariant();
                return search.All(new CandidateQuery().With(text)).Contains(candidate);
            });
        });

    [Fact]
    public void Pages_of_any_size_add_up_to_the_list() => Law.Holds(
        from list in Lists from query in Queries from limit in Gen.Choose(1, 7) select (list, query, limit),
        sample =>
        {
            var search = new CandidateSearch(sample.list);
            return Walk(_ => search, sample.query, sample.limit).SequenceEqual(search.All(sample.query));
        });

    [Fact]
    public void Paging_a_changing_list_returns_every_permanent_candidate_once_and_none_twice() => Law.Holds(
        from list in Lists from query in Queries from limit in Gen.Choose(1, 5) from seed in Gen.Choose(0, int.MaxValue) select (list, query, limit, seed),
        sample =>
        {
            var random = new Random(sample.seed);
            var always = sample.list.Where(c => c.Id.Length % 2 == 0 || random.Next(2) == 0).ToHashSet();
            var read = Walk(
                _ => new CandidateSearch([.. sample.list.Where(c => always.Contains(c) || random.Next(2) == 0)]), sample.query, sample.limit).ToList();
            return read.Distinct().Count() == read.Count && sample.list.Where(c => always.Contains(c) && IsWanted(c, sample.query)).All(read.Contains);
        });

    [Fact]
    public void The_canonical_query_does_not_depend_on_the_order_of_words()
    {
        Assert.Equal(new CandidateQuery().With("PEÑA ana an").Canonical, new CandidateQuery().With("ana  pena").Canonical);
        Assert.NotEqual(new CandidateQuery().With("sol").Canonical, new CandidateQuery { Contender = "sol" }.Canonical);
        Assert.Equal("", new CandidateQuery().Canonical);
    }

    [Fact]
    public void A_text_without_a_line_break_is_no_key() => Assert.Equal(-1, new CandidateSearch([]).After("ana"));

    private static bool IsWanted(Candidate candidate, CandidateQuery query) =>
        query.Words.All(word => SpanishText.Words(candidate.Name).Any(part => part.Contains(word, StringComparison.Ordinal)))
        && (query.District is null || candidate.Contest == "legislature-" + query.District)
        && (query.Municipality is null || candidate.Contest == "council-" + query.Municipality)
        && (query.Contender is null || candidate.Contender == query.Contender)
        && (query.Office is null || candidate.Office == query.Office)
        && (query.Role is null || candidate.Role == query.Role)
        && (query.Gender is null || candidate.Gender == query.Gender)
        && (query.Head is null || candidate.Head == query.Head);

    private static IEnumerable<Candidate> Walk(Func<int, CandidateSearch> listOfPage, CandidateQuery query, int limit)
    {
        string? last = null;
        for (var page = 0; ; page++)
        {
            var search = listOfPage(page);
            var found = search.Find(query, last is null ? 0 : search.After(last), limit + 1);
            foreach (var row in found.Take(limit)) yield return search[row];
            if (found.Count <= limit) yield break;
            last = search.KeyOf(found[limit - 1]);
        }
    }

    // Some adjacent characters of a word, never half a surrogate pair.
    private static string Part(string word, Random random)
    {
        var start = random.Next(word.Length);
        return word[start..random.Next(start + 1, word.Length + 1)];
    }
}
