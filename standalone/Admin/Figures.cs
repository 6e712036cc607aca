using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using ServerlessDecide.Standalone.Hosting;

namespace ServerlessDecide.Standalone.Admin;

/// <summary>
/// Adds up the app's own metrics in memory and shows them as text, for a machine that exports them nowhere. It listens only if the setting
/// <c>Standalone:Figures</c> asks for it, because the app measures only while something listens.
/// </summary>
internal sealed class Figures : IDisposable
{
    private const string MeterName = "ServerlessDecide";

    private readonly TimeProvider clock;
    private readonly long started;
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> series = new();

    public Figures(TimeProvider clock)
    {
        this.clock = clock;
        started = clock.GetTimestamp();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name != MeterName) return;
            series.TryAdd(instrument, new(StringComparer.Ordinal));
            listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.MeasurementsCompleted = (instrument, _) => series.TryRemove(instrument, out ConcurrentDictionary<string, Series>? _);
        listener.Start();
    }

    /// <exception cref="StartException">The setting is neither <c>true</c> nor <c>false</c>.</exception>
    public static bool AreAskedFor(IConfiguration configuration) => configuration["Standalone:Figures"] switch
    {
        null or "" => false,
        var text when bool.TryParse(text, out var asked) => asked,
        var text => throw new StartException($"The setting 'Standalone:Figures' is '{text}' and must be true or false."),
    };

    /// <summary>Returns the current figures, one a line.</summary>
    public string Write()
    {
        foreach (var (instrument, values) in series)
        {
            // A gauge that is no longer reported must not keep showing its last value.
            if (instrument.IsObservable) values.Clear();
        }

        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"up {Span(clock.GetElapsedTime(started))}\n");
        Section("Gauges", "now", i => i.IsObservable, (i, s) => i.Unit == "s" ? Span(TimeSpan.FromSeconds(s.Last)) : Row(s.Last));
        Section("Counters", "last minute | since start", IsCounter, (_, s) => Row(s.LastMinute(Minute).Sum, s.All.Sum));
        Section("Durations in seconds", "last minute: number, mean | since start: number, mean, longest", i => !i.IsObservable && !IsCounter(i), (_, s) =>
            Row(s.LastMinute(Minute).Count, s.LastMinute(Minute).Mean, s.All.Count, s.All.Mean, s.Longest));
        return text.ToString();

        void Section(string title, string columns, Func<Instrument, bool> which, Func<Instrument, Series, string> row)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{title} ({columns})\n");
            foreach (var (instrument, values) in series.Where(s => which(s.Key)).OrderBy(s => s.Key.Name, StringComparer.Ordinal))
            {
                if (values.IsEmpty) text.Append(CultureInfo.InvariantCulture, $"  {instrument.Name}: none\n");
                foreach (var (tags, one) in values.OrderBy(v => v.Key, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"  {instrument.Name}{tags}: {row(instrument, one)}\n");
            }
        }
    }

    public void Dispose() => listener.Dispose();

    private long Minute => (long)clock.GetElapsedTime(started).TotalMinutes;

    private static bool IsCounter(Instrument instrument) => instrument is Counter<long>;

    private static string Span(TimeSpan span) => span.ToString("d\\.hh\\:mm\\:ss", CultureInfo.InvariantCulture);

    private static string Row(params double[] values) => string.Join(" | ", values.Select(v => v.ToString("0.###", CultureInfo.InvariantCulture)));

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = new StringBuilder();
        foreach (var (_, tag) in tags) name.Append(' ').Append(CultureInfo.InvariantCulture, $"{tag}");
        if (series.TryGetValue(instrument, out var values)) values.GetOrAdd(name.ToString(), static _ => new Series()).Add(value, Minute);
    }

    /// <summary>One instrument with one set of attributes.</summary>
    private sealed class Series
    {
        private readonly Lock door = new();
        private long minute;
        private Totals current;
        private Totals before;

        public double Last { get; private set; }

        public double Longest { get; private set; }

        public Totals All { get; private set; }

        public void Add(double value, long now)
        {
            lock (door)
            {
                MoveTo(now);
                current = current.And(value);
                All = All.And(value);
                Last = value;
                Longest = Math.Max(Longest, value);
            }
        }

        /// <summary>Returns the totals of the last full minute.</summary>
        public Totals LastMinute(long now)
        {
            lock (door)
            {
                MoveTo(now);
                return before;
            }
        }

        private void MoveTo(long now)
        {
            if (now == minute) return;
            before = now == minute + 1 ? current : default;
            current = default;
            minute = now;
        }
    }

    private readonly record struct Totals(long Count, double Sum)
    {
        public double Mean => Count == 0 ? 0 : Sum / Count;

        public Totals And(double value) => new(Count + 1, Sum + value);
    }
}
