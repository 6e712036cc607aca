using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Tests.Statistics;

/// <summary>A number of one contender that an attacker could narrow down.</summary>
internal sealed record Leak(int? Holder, int Contender, string Quantity, string Scope, string Why);

/// <summary>
/// Searches for a number of one contender that follows from all publications plus the packages of one recipient. A number is safe when
/// two other elections look the same to the attacker, publication by publication: one in which the number is zero, and one in which the
/// contender received everything that the attacker does not hold. This class builds both and compares them with the original.
/// </summary>
internal static class DisclosureAttack
{
    private static readonly (string Name, Said[] What)[] Quantities =
    [
        ("reactions", [Said.Likes, Said.Dislikes]), ("likes", [Said.Likes]), ("dislikes", [Said.Dislikes]), ("comments", [Said.Comments]),
    ];

    /// <param name="publish">Returns everything that is ever published of an election, in order, as text.</param>
    public static IEnumerable<Leak> Leaks(Electorate true_, Func<Electorate, string> publish)
    {
        var seen = publish(true_);
        foreach (var holder in Enumerable.Range(0, true_.Contenders).Select(i => (int?)i).Prepend(null))
        {
            var known = true_.Known(holder);
            foreach (var contender in Enumerable.Range(0, true_.Contenders).Where(c => !true_.Holds(holder, c)))
            {
                foreach (var (name, what) in Quantities)
                {
                    foreach (var (scope, days) in Scopes(true_, contender))
                    {
                        if (!LooksTheSame(Nothing(true_, holder, contender, what, days)))
                        {
                            yield return new(holder, contender, name, scope, "it is certain that there is some");
                        }

                        if (!Everything(true_, holder, contender, what, days).Any(LooksTheSame) && !IsDeclared(true_, holder, what, days))
                        {
                            yield return new(holder, contender, name, scope, "it is certain that there is none");
                        }
                    }
                }
            }

            bool LooksTheSame(Electorate other)
            {
                Assert.Equal(known, other.Known(holder));
                return publish(other) == seen;
            }
        }
    }

    // Days on which a contender was closed to reactions are public, so they are skipped.
    private static IEnumerable<(string Scope, int[] Days)> Scopes(Electorate election, int contender)
    {
        var open = Enumerable.Range(0, election.Days).Where(d => election.Open[d][contender]).ToArray();
        if (open.Length == 0) return [];
        return open.Select(d => ($"day {d}", new[] { d })).Append(("all", open));
    }

    /// <summary>
    /// Returns the election in which another contender whose package the attacker does not hold received this contender's number;
    /// without such a contender, the number is dropped.
    /// </summary>
    private static Electorate Nothing(Electorate election, int? holder, int contender, Said[] what, int[] days)
    {
        var other = election.Copy();
        foreach (var day in days)
        {
            var instead = Enumerable.Range(0, election.Contenders)
                .Where(c => c != contender && election.Open[day][c] && !election.Holds(holder, c)).Select(c => (int?)c).FirstOrDefault();
            foreach (var half in Enumerable.Range(0, Electorate.Halves))
            {
                foreach (var kind in what)
                {
                    if (instead is { } another) other[day, half, another, kind] += other[day, half, contender, kind];
                    other[day, half, contender, kind] = 0;
                }
            }
        }

        return other;
    }

    /// <summary>
    /// Returns elections in which the contender received everything that the attacker does not hold; where that is nothing, elections in
    /// which it received one more.
    /// </summary>
    private static IEnumerable<Electorate> Everything(Electorate election, int? holder, int contender, Said[] what, int[] days)
    {
        var other = election.Copy();
        var all = 0;
        // To an attacker who sees neither, a like and a dislike look the same.
        var sources = Measure(what);
        foreach (var day in days)
        {
            foreach (var half in Enumerable.Range(0, Electorate.Halves))
            {
                foreach (var c in Enumerable.Range(0, election.Contenders).Where(c => !election.Holds(holder, c)))
                {
                    foreach (var kind in sources)
                    {
                        var moved = other[day, half, c, kind];
                        other[day, half, c, kind] = 0;
                        other[day, half, contender, what[0]] += moved;
                        all += moved;
                    }
                }
            }
        }

        if (all > 0)
        {
            yield return other;
            yield break;
        }

        foreach (var day in days)
        {
            foreach (var half in Enumerable.Range(0, Electorate.Halves))
            {
                var more = election.Copy();
                more[day, half, contender, what[0]]++;
                yield return more;
            }
        }
    }

    /// <summary>
    /// Returns whether this is the one remaining disclosure, declared in docs/statistics.md: a recipient who holds everything counted on a
    /// day, and exactly as much as the published figure allows, sees that nobody else received anything.
    /// </summary>
    private static bool IsDeclared(Electorate election, int? holder, Said[] what, int[] days) =>
        holder is not null && days.All(day =>
        {
            var held = 0;
            var all = 0;
            foreach (var (half, contender) in Enumerable.Range(0, Electorate.Halves).SelectMany(h => Enumerable.Range(0, election.Contenders).Select(c => (h, c))))
            {
                var number = Measure(what).Sum(kind => election[day, half, contender, kind]);
                all += number;
                if (election.Holds(holder, contender)) held += number;
            }

            return held == all && all % PublishedStatistics.Unit == PublishedStatistics.Unit - 1;
        });

    private static Said[] Measure(Said[] what) => what.Contains(Said.Comments) ? [Said.Comments] : [Said.Likes, Said.Dislikes];
}
