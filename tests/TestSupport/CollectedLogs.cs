using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ServerlessDecide.TestSupport;

/// <summary>One line of a log.</summary>
/// <param name="Category">The logger's name.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="EventId">Its number and name.</param>
/// <param name="Message">The text as it would be shown.</param>
/// <param name="Values">The values behind the text, as an exporter would send them.</param>
/// <param name="Exception">The exception, if one was given.</param>
public sealed record LogEntry(
    string Category, LogLevel Level, EventId EventId, string Message, IReadOnlyList<KeyValuePair<string, object?>> Values, Exception? Exception)
{
    public override string ToString() => $"{Level}: {Category}[{EventId.Name ?? EventId.ToString()}] {Message} {Exception}".TrimEnd();
}

/// <summary>Keeps everything a host logs, so that a test can fail on what nobody expected and on what nobody may log.</summary>
public sealed class CollectedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> entries = new();

    /// <summary>Everything so far, in order.</summary>
    public IReadOnlyList<LogEntry> Entries => [.. entries];

    public ILogger CreateLogger(string categoryName) => new Collector(categoryName, entries);

    /// <summary>Fails on every warning and error except those that were expected.</summary>
    /// <param name="allowedEventNamesOrMessageParts">Names of events, or parts of messages.</param>
    public void AssertNothingUnexpected(params string[] allowedEventNamesOrMessageParts)
    {
        var unexpected = entries
            .Where(entry => entry.Level is >= LogLevel.Warning and < LogLevel.None)
            .Where(entry => !Array.Exists(allowedEventNamesOrMessageParts, allowed =>
                entry.EventId.Name == allowed || entry.Message.Contains(allowed, StringComparison.Ordinal)))
            .ToArray();
        if (unexpected.Length > 0) Assert.Fail($"Unexpected in the log:\n{string.Join('\n', unexpected.Select(entry => entry.ToString()))}");
    }

    /// <summary>Does the text stand anywhere: in a message, a value, an exception? Case counts.</summary>
    public bool Contains(string text) => entries.Any(entry =>
        entry.ToString().Contains(text, StringComparison.Ordinal)
        || entry.Values.Any(value => value.Value?.ToString()?.Contains(text, StringComparison.Ordinal) == true));

    public void Dispose()
    {
        // Nothing is held but memory; the entries stay readable after the host has gone.
    }

    private sealed class Collector(string category, ConcurrentQueue<LogEntry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue(new LogEntry(
                category, logLevel, eventId, formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], exception));
    }
}
