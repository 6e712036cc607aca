using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

/// <summary>What the documents refer to is there, and what they list is complete.</summary>
public sealed partial class DocumentTests
{
    /// <summary>Folders that a build or a tool makes.</summary>
    private static readonly string[] Made = ["bin", "obj", "node_modules", "TestResults"];

    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md").Select(f => Path.GetRelativePath(Repository.Root, f)),
        .. Directory.EnumerateDirectories(Repository.Root).Where(f => IsOurs(f) || Path.GetFileName(f) == ".github").SelectMany(Pages),
    ];

    /// <summary>Documents whose code spans name files and classes, so that whoever renames one finds the sentence that speaks of it.</summary>
    public static TheoryData<string> Guides => ["README.md", "CONTRIBUTING.md", "AGENTS.md", "SECURITY.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_relative_link_leads_somewhere(string document)
    {
        var file = Path.Combine(Repository.Root, document);
        foreach (var target in Targets(Prose(file)).Where(t => !t.Contains(':', StringComparison.Ordinal)))
        {
            var (path, anchor) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, "");
            var linked = path.Length == 0 ? file : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, path));
            Assert.True(File.Exists(linked) || Directory.Exists(linked), $"{document} links to {target}, which is not there");
            if (anchor.Length > 0) Assert.True(Anchors(linked).Contains(anchor), $"{document} links to {target}, and there is no such heading");
        }
    }

    [Theory]
    [MemberData(nameof(Guides))]
    public void Every_file_and_class_that_a_guide_names_is_there(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        var classes = Sources().Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.Ordinal);
        foreach (var span in MarkdownTable.Spans(Fence().Replace(text, "")))
        {
            if (PathSpan().IsMatch(span)) Assert.True(IsThere(span), $"{document} names {span}, which is not there");
            if (TestClassSpan().Match(span) is not { Success: true } test) continue;
            Assert.True(classes.Contains(test.Value), $"{document} names {span}, and there is no file of that name");
        }
    }

    [Fact]
    public void The_readme_lists_every_folder()
    {
        var folders = Directory.EnumerateDirectories(Repository.Root).Where(IsOurs).Select(f => Path.GetFileName(f) + "/").Order(StringComparer.Ordinal);
        var listed = MarkdownTable.Read("README.md", "folder").Select(row => Assert.Single(MarkdownTable.Spans(row["folder"])));
        Assert.Equal(folders, listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_readme_leads_to_every_page_of_documentation()
    {
        var linked = Targets(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Select(target => target.Split('#')[0]);
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(f => "docs/" + Path.GetFileName(f));
        Assert.Empty(pages.Except(linked, StringComparer.Ordinal));
    }

    [Fact]
    public void The_index_of_decisions_has_each_of_them_with_its_title()
    {
        var folder = Path.Combine(Repository.Root, "docs", "decisions");
        var decisions = Directory.EnumerateFiles(folder, "0*.md").Select(f => (File: Path.GetFileName(f), Title: File.ReadLines(f).First()[("# ".Length)..]));
        var listed = MarkdownTable.Read("docs/decisions/README.md", "decision")
            .Select(row => Link().Match(row["decision"])).Select(link => (link.Groups["target"].Value, link.Groups["text"].Value));
        Assert.Equal(decisions.Order(), listed);
        Assert.All(MarkdownTable.Read("docs/decisions/README.md", "decision"), row => Assert.InRange(row["in one line"].Length, 20, 200));
    }

    private static bool IsOurs(string folder) => Path.GetFileName(folder) is var name && !name.StartsWith('.') && !Made.Contains(name);

    private static IEnumerable<string> Pages(string folder) => Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/')).Where(f => !f.Split('/').Intersect(Made).Any());

    private static IEnumerable<string> Sources() => Directory.EnumerateDirectories(Repository.Root).Where(IsOurs)
        .SelectMany(f => Directory.EnumerateFiles(f, "*.cs", SearchOption.AllDirectories)).Where(f => !f.Contains("/obj/", StringComparison.Ordinal));

    /// <summary>A path from the root; an asterisk stands for any part of a name, a word in capitals or in angle brackets for any name.</summary>
    private static bool IsThere(string path)
    {
        string[] places = [Repository.Root];
        foreach (var part in path.TrimEnd('/').Split('/'))
        {
            var pattern = Placeholder().Replace(part, "*");
            places = [.. places.Where(Directory.Exists).SelectMany(p => Directory.EnumerateFileSystemEntries(p, pattern))];
        }

        return places.Length > 0;
    }

    private static IEnumerable<string> Targets(string text) => Link().Matches(text).Select(m => m.Groups["target"].Value);

    private static string Prose(string file) => CodeSpan().Replace(Fence().Replace(File.ReadAllText(file), ""), "");

    /// <summary>The anchors of headings, as GitHub makes them.</summary>
    private static HashSet<string> Anchors(string file)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in Heading().Matches(Fence().Replace(File.ReadAllText(file), "")).Select(m => m.Groups["text"].Value))
        {
            var anchor = new StringBuilder();
            foreach (var letter in Link().Replace(heading, "${text}").Trim().ToLowerInvariant())
            {
                if (letter == ' ') anchor.Append('-');
                else if (char.IsLetterOrDigit(letter) || letter is '-' or '_') anchor.Append(letter);
            }

            var name = anchor.ToString();
            for (var n = 1; !anchors.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{anchor}-{n}");
        }

        return anchors;
    }

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`]+`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CodeSpan();

    // A path begins with a folder of the repository, or is one; a file of the root has an extension.
    [GeneratedRegex(
        @"^((functions|shared|standalone|samples|tools|tests|bench|docs|infra|scripts|web|[.]github|[.]ci|[.]vscode)/[^ ]*|[A-Z][\w.-]*[.](md|props|sln|txt))$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PathSpan();

    [GeneratedRegex(@"^[A-Z]\w+Tests\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TestClassSpan();

    [GeneratedRegex("<[^>]+>|^[A-Z]+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
