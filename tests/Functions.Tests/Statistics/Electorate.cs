using System.Globalization;
using System.Text;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Tests.Statistics;

/// <summary>What a visitor can send to a contender.</summary>
internal enum Said
{
    Likes,
    Dislikes,
    Comments,
}

/// <summary>
/// Everything that visitors sent in a small election: to which contender, on which day, in its morning or its afternoon. A contender holds
/// its own part and the parts of the coalitions of which it is a member.
/// </summary>
internal sealed class Electorate
{
    public const int Halves = 2;

    /// <summary>Every kind of target, as bits in the order of all kinds.</summary>
    public const int AllKinds = 7;

    private static readonly int Kinds = Enum.GetValues<Said>().Length;

    private readonly int[] said;
    private readonly int[][] targets;
    private readonly int[] openKinds;
    private readonly Dictionary<string, ContentIndex> contents;

    /// <param name="members">For each contender, the indexes of its members; empty for a party.</param>
    /// <param name="targets">For each day, the kinds of targets that each contender has, as bits.</param>
    /// <param name="openKinds">For each day, the kinds that are open to reactions, as bits.</param>
    public Electorate(int[][] members, int[][] targets, int[] openKinds)
        : this(members, targets, openKinds, new int[targets.Length * Halves * members.Length * Kinds], new(StringComparer.Ordinal))
    {
    }

    private Electorate(int[][] members, int[][] targets, int[] openKinds, int[] said, Dictionary<string, ContentIndex> contents)
    {
        Members = members;
        Open = [.. targets.Select((day, d) => day.Select(kinds => (kinds & openKinds[d]) != 0).ToArray())];
        this.targets = targets;
        this.openKinds = openKinds;
        this.said = said;
        this.contents = contents;
    }

    public int[][] Members { get; }

    /// <summary>For each day, which contenders can be reacted to.</summary>
    public bool[][] Open { get; }

    public int Contenders => Members.Length;

    public int Days => Open.Length;

    public ref int this[int day, int half, int contender, Said what] => ref said[(((((day * Halves) + half) * Contenders) + contender) * Kinds) + (int)what];

    public Electorate Copy() => new(Members, targets, openKinds, [.. said], contents);

    public int Reactions(int day, int halves = Halves) => Sum(day, halves, Said.Likes) + Sum(day, halves, Said.Dislikes);

    public int Comments(int day, int halves = Halves) => Sum(day, halves, Said.Comments);

    /// <summary>Returns whether the holder receives the package of a contender; false without a holder.</summary>
    public bool Holds(int? holder, int contender) => holder is { } h && (h == contender || Members[contender].Contains(h));

    /// <summary>Returns everything that a holder knows; its packages tell when each item was sent.</summary>
    public string Known(int? holder)
    {
        var text = new StringBuilder();
        for (var i = 0; i < said.Length; i++)
        {
            if (Holds(holder, i / Kinds % Contenders)) text.Append(CultureInfo.InvariantCulture, $"{i}:{said[i]} ");
        }

        return text.ToString();
    }

    /// <summary>Returns what the production code computes for a day's contenders, from the content of that day.</summary>
    public int? OthersUnknown(int day) => ServerlessDecide.Statistics.OthersUnknown.Fewest(ContentOf(day), kind => Has(openKinds[day], kind));

    public DailyFigures Figures(int day, int halves = Halves) => new(
        DayOf(day), Reactions(day, halves), Comments(day, halves), OthersUnknown(day), new Dictionary<string, long>(), 0, Final: halves == Halves);

    public static DateOnly DayOf(int day) => new DateOnly(2021, 5, 10).AddDays(day);

    private int Sum(int day, int halves, Said what)
    {
        var sum = 0;
        for (var half = 0; half < halves; half++)
        {
            for (var contender = 0; contender < Contenders; contender++) sum += this[day, half, contender, what];
        }

        return sum;
    }

    private ContentIndex ContentOf(int day)
    {
        var key = string.Join(',', targets[day]);
        if (contents.TryGetValue(key, out var held)) return held;
        return contents[key] = new ContentIndex(ProcessContent.Empty with
        {
            Contenders =
            [
                .. Members.Select((m, i) => new Contender(
                    Name(i), Name(i), Name(i), m.Length == 0 ? ContenderKind.Party : ContenderKind.Coalition, [.. m.Select(Name)], "#000000", null)),
            ],
            Platforms = [.. With(TargetKind.Platform).Select(c => new Platform("plataforma-" + c, c, ContestScope.Legislature, "P", [], null, null, null))],
            Blocks = [.. With(TargetKind.Block).Select(c => new BlockTerritory(c, ContestScope.Legislature, "7", BlockLevel.Low, null))],
            Proposals = [.. With(TargetKind.Proposal).Select(c => new Proposal("propuesta-" + c, "quien", c, "agua", "Agua", "Más agua.", default, 1))],
        });

        IEnumerable<string> With(TargetKind kind) => Enumerable.Range(0, Contenders).Where(i => Has(targets[day][i], kind)).Select(Name);
    }

    private static bool Has(int kinds, TargetKind kind) => (kinds & (1 << TargetKind.All.Index().Single(k => k.Item == kind).Index)) != 0;

    private static string Name(int contender) => string.Create(CultureInfo.InvariantCulture, $"contendiente-{contender}");
}
