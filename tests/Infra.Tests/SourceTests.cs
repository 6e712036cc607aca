using System.Text.RegularExpressions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

/// <summary>Rules for sources that neither the build nor <c>dotnet format whitespace</c> checks.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void Usings_are_in_the_order_of_the_alphabet_with_those_of_System_first()
    {
        var files = Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !NoSource().IsMatch(file))
            .ToList();
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => !IsInOrder(UsingsOf(File.ReadAllText(Path.Combine(Repository.Root, file)))));
    }

    [Theory]
    [InlineData(true, "using System;", "using System.Text;", "using Azure;", "using Azure.Core;", "using static System.Math;", "using A = System.Int32;")]
    [InlineData(false, "using Azure;", "using System;")]
    [InlineData(false, "using Azure.Core;", "using Azure;")]
    [InlineData(false, "using static System.Math;", "using Azure;")]
    public void The_order_is_that_of_dotnet_format(bool isInOrder, params string[] usings) =>
        Assert.Equal(isInOrder, IsInOrder(UsingsOf(string.Join('\n', usings) + "\n\nnamespace X;\n")));

    private static bool IsInOrder(IReadOnlyList<string> usings) => usings.SequenceEqual(
        usings.OrderBy(KindOf).ThenBy(u => !u.StartsWith("System.", StringComparison.Ordinal) && u != "System").ThenBy(NameOf, StringComparer.OrdinalIgnoreCase));

    private static List<string> UsingsOf(string source) => [.. Using().Matches(source).Select(m => m.Groups["what"].Value)];

    private static int KindOf(string what) => what.Contains('=', StringComparison.Ordinal) ? 2 : what.StartsWith("static ", StringComparison.Ordinal) ? 1 : 0;

    // A dot sorts before every letter and digit: Azure.Core comes before AzureThings.
    private static string NameOf(string what) => what.Replace('.', '\0');

    [GeneratedRegex(@"^(global )?using (?<what>[A-Za-z][^(;]*);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Using();

    [GeneratedRegex("(^|/)(bin|obj|node_modules|[.][^/]+)/", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NoSource();
}
