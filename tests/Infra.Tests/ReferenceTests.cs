using System.Text.RegularExpressions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

/// <summary>The tables of docs/reference.md are what the code has. Settings: <see cref="SettingsTests"/>; costs: OperationsTests of the tools.</summary>
public sealed partial class ReferenceTests
{
    private const string Document = "docs/reference.md";
    private const string Prefix = "%StoragePrefix%-";

    [Fact]
    public void It_lists_every_timer_with_its_schedule()
    {
        var listed = MarkdownTable.Read(Document, "timer").Select(row => (Span(row["timer"]), Span(row["schedule"])));
        Assert.Equal(Of(TriggerKind.Timer).Select(t => (t.Function, t.Name)).Order(), listed.Order());
    }

    [Fact]
    public void It_lists_every_queue_with_its_function()
    {
        var listed = MarkdownTable.Read(Document, "queue").Select(row => (Span(row["queue"]), Span(row["function"])));
        Assert.Equal(Of(TriggerKind.Queue).Select(t => (t.Name[Prefix.Length..], t.Function)).Order(), listed.Order());
    }

    [Fact]
    public void It_says_what_to_do_for_every_poison_queue()
    {
        var queues = Of(TriggerKind.Queue).Select(t => t.Name[Prefix.Length..]).Where(q => !q.EndsWith("-poison", StringComparison.Ordinal));
        var listed = MarkdownTable.Read(Document, "poison queue").SelectMany(row => MarkdownTable.Spans(row["poison queue"]));
        Assert.Equal(queues.Select(q => q + "-poison").Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    /// <summary>All public reads share one row: they cost nothing.</summary>
    [Fact]
    public void It_says_what_every_endpoint_but_a_public_read_costs_and_names_no_other()
    {
        var endpoints = Approved("DeclarationTests.Every_route_queue_and_schedule_is_the_approved_one").Select(line => Http().Match(line)).Where(m => m.Success)
            .Select(m => (Method: m.Groups["method"].Value, Route: m.Groups["route"].Value, Public: m.Groups["caller"].Value == "Anyone")).ToList();
        Assert.NotEmpty(endpoints);
        var listed = MarkdownTable.Read(Document, "endpoint").SelectMany(row => MarkdownTable.Spans(row["endpoint"])).Select(s => s.Split('?')[0].Split(' '))
            .Where(words => words.Length == 2).Select(words => (Method: words[0], Path: words[1])).Distinct().ToList();

        foreach (var endpoint in endpoints.Where(e => e.Route != "/{*path}" && !(e.Public && e.Method == "GET")))
        {
            Assert.True(listed.Exists(l => Means(l, endpoint)), $"{Document} has no row for {endpoint.Method} {endpoint.Route}");
        }

        Assert.All(listed, l => Assert.True(endpoints.Exists(e => Means(l, e)), $"{Document} names {l.Method} {l.Path}, which is no endpoint"));

        static bool Means((string Method, string Path) listed, (string Method, string Route, bool Public) endpoint) => listed.Method == endpoint.Method
            && (listed.Path.StartsWith('…') ? endpoint.Route.EndsWith(listed.Path[1..], StringComparison.Ordinal) : endpoint.Route == listed.Path);
    }

    [Fact]
    public void Its_limits_name_refusals_that_there_are()
    {
        var known = Refusals(Approved("ProblemsTests.Every_refusal_is_the_approved_one"));
        var named = Refusals(MarkdownTable.Read(Document, "what", "limit").Select(row => row["answer beyond it"].Replace("`", "", StringComparison.Ordinal)));
        Assert.NotEmpty(named);
        Assert.Subset(known, named);

        static HashSet<string> Refusals(IEnumerable<string> texts) =>
            texts.SelectMany(text => Refusal().Matches(text)).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<Trigger> Of(TriggerKind kind) => Triggers.All.Where(t => t.Kind == kind);

    private static string Span(string cell) => Assert.Single(MarkdownTable.Spans(cell));

    private static string[] Approved(string name) => File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Functions.Tests", name + ".approved.txt"));

    [GeneratedRegex(@"^http +(?<method>[A-Z*]+)(,HEAD)? +(?<route>/\S*)  \((?<caller>\w+)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Http();

    [GeneratedRegex(@"\b[45][0-9]{2} [a-z]+(_[a-z]+)+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Refusal();
}
