using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;

namespace ServerlessDecide.Shared.Tests.Moderation;

/// <summary>
/// The house rule that no phrase quarantines before it was tried in the past tense, in quotation and in the impersonal second person.
/// <c>trials.txt</c> has the trials of each quarantining line of the lexicon under a copy of that line.
/// </summary>
public sealed class TrialsTests
{
    private const string OffenceStill = "past, the offence still";

    private static readonly IReadOnlyList<string> Lines = [.. Lexicon.OwnLines().Select(line => line.TrimEnd('\r'))];
    private static readonly IReadOnlyList<string> Definitions = [.. Lines.Where(line => line.StartsWith("define ", StringComparison.Ordinal))];
    private static readonly IReadOnlyList<(string Phrase, Dictionary<string, string> Trials)> All = Read();

    [Fact]
    public void Every_quarantining_phrase_has_its_trials()
    {
        var quarantining = Lines.Where(IsQuarantine).ToList();
        Assert.NotEmpty(quarantining);
        // For a new or changed phrase, write its trials into trials.txt, whose header says how.
        Assert.Empty(quarantining.Except(All.Select(t => t.Phrase)));
        Assert.Empty(All.Select(t => t.Phrase).Except(quarantining));
        Assert.All(All, t => Assert.True(
            t.Trials.Count == 3 && t.Trials.ContainsKey("use") && t.Trials.ContainsKey("anybody") && t.Trials.Keys.Any(k => k is "past" or OffenceStill), t.Phrase));
    }

    [Fact]
    public void Each_quarantining_phrase_finds_its_use_without_the_others() => Assert.Empty(All.Where(t =>
        Lexicon.Of([.. Definitions, t.Phrase]).Find(TextAsRead.Of(t.Trials["use"])).Count == 0
        || !IsQuarantined(t.Trials["use"])).Select(t => $"{t.Trials["use"]} ({t.Phrase})"));

    [Fact]
    public void No_past_tense_is_quarantined_unless_it_is_the_same_offence() => Assert.Empty(All.SelectMany(t => t.Trials).Where(t =>
        t.Key is "past" or OffenceStill && IsQuarantined(t.Value) != (t.Key == OffenceStill)).Select(t => t.Value));

    [Fact]
    public void No_impersonal_second_person_is_quarantined() => Assert.DoesNotContain(All.Select(t => t.Trials["anybody"]), IsQuarantined);

    [Fact]
    public void No_quoted_use_is_quarantined() => Assert.DoesNotContain(All.SelectMany(t => Quotations(t.Trials["use"])), IsQuarantined);

    private static bool IsQuarantined(string text) => ModerationRules.Decide(text).Status == CommentStatus.Quarantined;

    private static IEnumerable<string> Quotations(string use) =>
    [
        $"Nos amenazaron: {use}",
        $"Me dijeron «{use}» en la calle",
        $"En la barda pusieron \"{use}\".",
        $"Ayer me gritaron que {char.ToLowerInvariant(use[0])}{use[1..]}",
        $"{use}, nos dijeron afuera del mercado",
    ];

    private static bool IsQuarantine(string line) => line.Split(':')[0].Split(' ') is [_, "quarantine" or "quarantine?"];

    // Each line of the lexicon is followed by "  kind: sentence" for each trial.
    private static List<(string Phrase, Dictionary<string, string> Trials)> Read()
    {
        var all = new List<(string Phrase, Dictionary<string, string> Trials)>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Moderation", "trials.txt")).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] != ' ')
            {
                all.Add((line, []));
                continue;
            }

            var parts = line.Trim().Split(": ", 2);
            all[^1].Trials.Add(parts[0], parts[1]);
        }

        return all;
    }
}
