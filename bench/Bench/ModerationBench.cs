using System.Globalization;
using System.Text.RegularExpressions;
using ServerlessDecide.Moderation;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Bench;

/// <summary>
/// Measures the moderation rules on one core: the labelled set repeatedly, and texts of 2,000 characters made to be slow. Uses the processor
/// time of this process, garbage collection included, so that other load on the cores does not distort it.
/// </summary>
internal static partial class ModerationBench
{
    private static readonly string[] Halves = ["development", "heldout"];

    private static readonly string[] Pieces =
    [
        "a", "1", "1 ", "a.", "a@", "te voy a ", "😀", "e\u0301", "\u0301", "p e n d e j ", "*p", "v*", "!1", "x", "\u200B", "a\u200B", "ﷺ", "hijo de la ",
        "722 ", "7-", "vive calle 5 de ", "a arroba ", "www.", "no vendo mi voto ", "haitianos son una ", "pppppeeeee", "p\u0301\u0302\u0303\u0304", "а", "4", "(((", "pe-", "p.e.n.d.e.",
        "chinga tu ", "0x", "\n", " ", "A", "ÁÉ", "http://", "a.b@c.", "4111 ", "ABCD", "𝔭", "calle ",
    ];

    public static void Run(Figures figures, bool quick)
    {
        var labelled = Halves.SelectMany(Read).ToArray();
        var rounds = quick ? 5 : 21;
        figures.Say($"moderation: {labelled.Length} labelled texts, {rounds} rounds on one thread; {Pieces.Length * 2} texts of 2,000 characters");
        List<double> perSecond = [];
        for (var round = -3; round < rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            foreach (var text in labelled) _ = ModerationRules.Decide(text);
            if (round >= 0) perSecond.Add(labelled.Length / (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        figures.Judge("moderation, comments a second on one core", perSecond, Goal.AtLeast(500));

        var random = new Random(1);
        string[] slow =
        [
            .. Pieces.Select(piece => Fill(() => piece)),
            // Each piece mixed with the others.
            .. Pieces.Select(piece => Fill(() => random.Next(2) == 0 ? piece : Pieces[random.Next(Pieces.Length)])),
        ];
        // Warm up until the code that only these texts run is fully compiled: the compiler's time would count too.
        for (var round = 0; round < 40; round++)
        {
            foreach (var text in slow) _ = ModerationRules.Decide(text);
        }

        var medians = slow.Select(text => (Text: text, Milliseconds: Figures.Median(Times(text, quick ? 5 : 15)))).OrderByDescending(t => t.Milliseconds).ToList();
        figures.Tell("text made to be slow", [.. medians.Select(m => m.Milliseconds)], "ms");
        foreach (var (text, milliseconds) in medians.Take(3)) figures.Say(string.Create(CultureInfo.InvariantCulture, $"    {milliseconds:F2} ms: {Escaped(text[..12])}..."));
        figures.Judge("moderation, the slowest of them, ms", [medians[0].Milliseconds], Goal.AtMost(5));
    }

    // The processor clock is too coarse for a single text.
    private const int Together = 5;

    private static List<double> Times(string text, int rounds)
    {
        List<double> times = [];
        for (var round = -2; round < rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Together; i++) _ = ModerationRules.Decide(text);
            if (round >= 0) times.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Together);
        }

        return times;
    }

    private static string Fill(Func<string> piece)
    {
        var text = "";
        while (text.Length < 2_000) text += piece();
        // Do not end within a surrogate pair.
        return char.IsHighSurrogate(text[1_999]) ? text[..1_999] : text[..2_000];
    }

    private static string Escaped(string text) => string.Concat(text.Select(c => c is > ' ' and < '\u007F' ? $"{c}" : $"\\u{(int)c:X4}"));

    private static IEnumerable<string> Read(string half) =>
        File.ReadLines(Path.Combine(Repository.Root, "tests", "Shared.Tests", "Moderation", $"labelled-{half}.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => Escape().Replace(
                line.Split(" | ", 2)[1], match => ((char)int.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));

    [GeneratedRegex(@"\\u[0-9A-F]{4}", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
