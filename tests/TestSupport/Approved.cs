using System.Runtime.CompilerServices;
using Xunit;

namespace ServerlessDecide.TestSupport;

/// <summary>Compares texts with approved files next to the test: <c>TestClass.TestMethod.approved.txt</c>.</summary>
public static class Approved
{
    private const int LinesShown = 40;

    /// <summary>Fails unless the text is the approved one. Writes the received text next to it, to inspect and rename.</summary>
    /// <param name="actual">The text; line ends and a missing or extra last line end do not count.</param>
    /// <param name="file">The test's file, named after its class.</param>
    /// <param name="test">The test's method.</param>
    public static void Matches(string actual, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        // The build maps the root of the checkout to /src/, so that builds are the same everywhere.
        var source = file.StartsWith("/src/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, file["/src/".Length..]) : file;
        var name = Path.Combine(Path.GetDirectoryName(source)!, $"{Path.GetFileNameWithoutExtension(source)}.{test}");
        string approvedFile = $"{name}.approved.txt", receivedFile = $"{name}.received.txt";
        var approved = File.Exists(approvedFile) ? Lines(File.ReadAllText(approvedFile)) : [];
        var received = Lines(actual);
        File.Delete(receivedFile);
        if (approved.SequenceEqual(received, StringComparer.Ordinal)) return;
        File.WriteAllText(receivedFile, string.Join('\n', received) + '\n');
        Assert.Fail($"{Path.GetFileName(approvedFile)} ({approved.Length} lines) is not what was received ({received.Length} lines).\n"
            + $"{Difference(approved, received)}\nWhere the new text is right: mv '{receivedFile}' '{approvedFile}'");
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>Returns the lines between the common beginning and the common end.</summary>
    private static string Difference(string[] approved, string[] received)
    {
        var most = Math.Min(approved.Length, received.Length);
        var start = 0;
        while (start < most && approved[start] == received[start]) start++;
        var end = 0;
        while (end < most - start && approved[^(end + 1)] == received[^(end + 1)]) end++;
        return string.Join('\n', [$"From line {start + 1}:", .. Shown('-', approved[start..^end]), .. Shown('+', received[start..^end])]);
    }

    private static IEnumerable<string> Shown(char sign, string[] lines)
    {
        foreach (var line in lines.Take(LinesShown)) yield return $"{sign} {line}";
        if (lines.Length > LinesShown) yield return $"{sign} ... and {lines.Length - LinesShown} more lines";
    }
}
