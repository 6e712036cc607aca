using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServerlessDecide.Functions.Telemetry;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Functions.Tests.Telemetry;

/// <summary>One measurement as a listener receives it.</summary>
internal sealed record Measured(string Instrument, double Value, IReadOnlyDictionary<string, object?> Attributes)
{
    public override string ToString() => $"{Instrument} {Value} {string.Join(' ', Attributes.Select(a => $"{a.Key}={a.Value}"))}";
}

/// <summary>Listens to all metrics and traces of the application in this process, whichever test causes them.</summary>
internal sealed class Watched : IDisposable
{
    private readonly ConcurrentQueue<Measured> measured = new();
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ConcurrentDictionary<string, Instrument> instruments = new(StringComparer.Ordinal);
    private readonly MeterListener meters = new();
    private readonly ActivityListener activities;

    public Watched()
    {
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != Counters.MeterName) return;
            instruments[instrument.Name] = instrument;
            listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        meters.Start();
        activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryMiddleware.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(activities);
    }

    public IReadOnlyCollection<Instrument> Instruments => [.. instruments.Values];

    public IReadOnlyList<Measured> Measurements => [.. measured];

    public IReadOnlyList<Activity> Spans => [.. spans];

    /// <summary>Returns the current values of the gauges.</summary>
    public IReadOnlyList<Measured> Observe()
    {
        var before = measured.Count;
        meters.RecordObservableInstruments();
        return [.. measured.Skip(before)];
    }

    public void Dispose()
    {
        meters.Dispose();
        activities.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        measured.Enqueue(new Measured(instrument.Name, value, tags.ToArray().ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal)));
}
