namespace ServerlessDecide.TestSupport;

/// <summary>An immutable calendar as an operator sends it.</summary>
public sealed class TestCalendar
{
    private readonly Dictionary<string, (string Opens, string Closes)[]> windows;

    private TestCalendar(Dictionary<string, (string Opens, string Closes)[]> windows) => this.windows = windows;

    /// <summary>A calendar in which no activity ever opens.</summary>
    public static TestCalendar Empty { get; } = new([]);

    /// <summary>Returns the calendar of 2021: platforms and reactions from 10 April, all reactions until 2 June, the rest from 10 June.</summary>
    public static TestCalendar Of2021() => Empty
        .With("information", ("2021-04-10T00:00:00-05:00", "2021-12-31T00:00:00-06:00"))
        .With("platforms", ("2021-04-10T00:00:00-05:00", "2021-12-31T00:00:00-06:00"))
        .With("react-to-platforms", ("2021-04-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00"))
        .With("candidates", ("2021-04-30T00:00:00-05:00", "2021-12-31T00:00:00-06:00"))
        .With("publish-profiles", ("2021-04-30T00:00:00-05:00", "2021-06-03T00:00:00-05:00"))
        .With("profiles", ("2021-04-30T00:00:00-05:00", "2021-12-31T00:00:00-06:00"))
        .With("react-to-proposals", ("2021-04-30T00:00:00-05:00", "2021-06-03T00:00:00-05:00"))
        .With("results", ("2021-06-10T00:00:00-05:00", "2021-12-31T00:00:00-06:00"))
        .With("statistics", ("2021-06-10T00:00:00-05:00", "2021-12-31T00:00:00-06:00"))
        .With("deliveries", ("2021-06-10T00:00:00-05:00", "2021-12-31T00:00:00-06:00"));

    /// <summary>The body's <c>activities</c>.</summary>
    public IReadOnlyList<object> Activities =>
        [.. windows.Select(a => new { activity = a.Key, windows = a.Value.Select(w => new { opens = w.Opens, closes = w.Closes }).ToArray() })];

    /// <summary>Returns a calendar with exactly these windows for an activity.</summary>
    public TestCalendar With(string activity, params (string Opens, string Closes)[] windows) =>
        new(new Dictionary<string, (string Opens, string Closes)[]>(this.windows, StringComparer.Ordinal) { [activity] = windows });
}
