using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace ServerlessDecide.TestSupport;

/// <summary>Keeps everything a host logs, so that a test can fail on what nobody expected and on what nobody may log.</summary>
public sealed class CollectedLogs : FakeLoggerProvider
{
    /// <summary>Everything so far, in order.</summary>
    public IReadOnlyList<FakeLogRecord> Entries => Collector.GetSnapshot();

    /// <summary>Fails on every warning and error except those that were expected.</summary>
    /// <param name="allowedEventNamesOrMessageParts">Names of events, or parts of messages.</param>
    public void AssertNothingUnexpected(params string[] allowedEventNamesOrMessageParts)
    {
        var unexpected = Entries
            .Where(entry => entry.Level is >= LogLevel.Warning and < LogLevel.None)
            .Where(entry => !Array.Exists(allowedEventNamesOrMessageParts, allowed =>
                entry.Id.Name == allowed || entry.Message.Contains(allowed, StringComparison.Ordinal)))
            .ToArray();
        if (unexpected.Length > 0) Assert.Fail($"Unexpected in the log:\n{string.Join('\n', unexpected.Select(Text))}");
    }

    /// <summary>Does the text stand anywhere: in a message, a value, an exception? Case counts.</summary>
    public bool Contains(string text) => Entries.Any(entry =>
        Text(entry).Contains(text, StringComparison.Ordinal)
        || (entry.State is IReadOnlyList<KeyValuePair<string, string?>> values
            && values.Any(value => value.Value?.Contains(text, StringComparison.Ordinal) == true)));

    /// <summary>An entry as it would be shown, with its exception.</summary>
    public static string Text(FakeLogRecord entry) =>
        $"{entry.Level}: {entry.Category}[{entry.Id.Name ?? entry.Id.ToString()}] {entry.Message} {entry.Exception}".TrimEnd();
}
