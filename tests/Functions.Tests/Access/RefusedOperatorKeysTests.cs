using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Telemetry;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Access;

public sealed class RefusedOperatorKeysTests
{
    private static readonly AsyncLocal<object?> Scope = new();

    [Fact]
    public void Every_refused_key_is_counted_and_at_most_one_a_second_is_logged()
    {
        Scope.Value = this;
        var counted = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == Counters.MeterName) listening.EnableMeasurementEvents(instrument);
            },
        };
        // A listener hears the whole process, and other tests run beside this one.
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (Scope.Value == this) counted.Add($"{instrument.Name} {value} {tags.Length}");
        });
        listener.Start();
        var time = new FakeTimeProvider();
        using var logs = new CollectedLogs();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(logs));
        var refused = new RefusedOperatorKeys(time, loggers.CreateLogger<RefusedOperatorKeys>());

        for (var i = 0; i < 3; i++) refused.Tell("PutCalendar");
        time.Advance(TimeSpan.FromMilliseconds(999));
        refused.Tell("PutCalendar");
        Assert.Single(logs.Entries);
        time.Advance(TimeSpan.FromMilliseconds(1));
        refused.Tell("PutCalendar");
        Assert.Equal(2, logs.Entries.Count);
        Assert.All(logs.Entries, entry => Assert.Equal((LogLevel.Warning, "An operator key was refused at PutCalendar"), (entry.Level, entry.Message)));
        Assert.Equal(Enumerable.Repeat("serverlessdecide.operator.refused 1 0", 5), counted);
    }
}
