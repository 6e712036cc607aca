using System.Globalization;
using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;
using Xunit.Abstractions;

namespace ServerlessDecide.Shared.Tests.Moderation;

/// <summary>The four kinds of texts in <c>labelled-kinds.txt</c>. The rules once misjudged texts of these kinds that other people wrote.</summary>
public sealed class MisjudgedKindsTests(ITestOutputHelper output)
{
    private static readonly string[] Kinds = ["report", "person", "at", "own"];

    [Theory]
    [InlineData("report")]
    [InlineData("person")]
    [InlineData("at")]
    [InlineData("own")]
    public void Harmless_texts_of_a_kind_pass_and_similar_offences_are_caught(string kind)
    {
        var wrong = new List<string>();
        foreach (var half in new[] { "first", "second" })
        {
            var texts = Read().Where(t => t.Half == half && t.Kind == kind).ToList();
            foreach (var harmless in new[] { true, false })
            {
                var some = texts.Where(t => (t.Outcome is "accepted" or "spared") == harmless).ToList();
                var missed = some.Where(t => !IsRight(t.Outcome, ModerationRules.Decide(t.Text).Status)).ToList();
                var statuses = some.ToLookup(t => ModerationRules.Decide(t.Text).Status);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{half} {kind} {(harmless ? "harmless" : "offences")}: {some.Count - missed.Count} of {some.Count} right; "
                    + $"{statuses[CommentStatus.Quarantined].Count()} quarantined, {statuses[CommentStatus.Held].Count()} held"));
                wrong.AddRange(missed.Select(t => $"{half}, {t.Outcome}, was {string.Join(',', ModerationRules.Decide(t.Text).Findings.Select(f => $"{f.Code} {f.Severity}"))}: {t.Text}"));
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Each_kind_has_at_least_thirty_harmless_texts_and_thirty_offences()
    {
        var texts = Read();
        Assert.Equal(texts.Count, texts.Select(t => t.Text).Distinct().Count());
        Assert.All(Kinds, kind => Assert.True(texts.Count(t => t.Kind == kind && (t.Outcome is "accepted" or "spared")) >= 30));
        Assert.All(Kinds, kind => Assert.True(texts.Count(t => t.Kind == kind && (t.Outcome is "caught" or "quarantined")) >= 30));
    }

    private static bool IsRight(string outcome, CommentStatus status) => outcome switch
    {
        "accepted" => status == CommentStatus.Accepted,
        "spared" => status != CommentStatus.Quarantined,
        "caught" => status != CommentStatus.Accepted,
        "quarantined" => status == CommentStatus.Quarantined,
        _ => throw new InvalidDataException($"'{outcome}' is no outcome."),
    };

    // Lines of "half kind outcome | text".
    private static List<(string Half, string Kind, string Outcome, string Text)> Read() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Moderation", "labelled-kinds.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" | ", 2))
            .Select(parts => (Head: parts[0].Split(' '), Text: parts[1]))
            .Select(t => (t.Head[0], t.Head[1], t.Head[2], t.Text)),
    ];
}
