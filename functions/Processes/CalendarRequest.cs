using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using Calendar = ServerlessDecide.Processes.Calendar;

namespace ServerlessDecide.Functions.Processes;

/// <param name="Reason">Why, for the audit: ids and words, no personal data.</param>
internal sealed record CalendarRequest(IReadOnlyList<ActivityRequest?>? Activities, [MaxLength(CalendarReader.MaxReason)] string? Reason = null);

internal sealed record ActivityRequest(
    [NamesOf(typeof(Activity))] string? Activity,
    IReadOnlyList<WindowRequest?>? Windows);

internal sealed record WindowRequest(string? Opens, string? Closes);

/// <summary>Reads a calendar that an operator sends; every error names its field.</summary>
internal static class CalendarReader
{
    /// <summary>The most characters a reason may have.</summary>
    public const int MaxReason = 500;

    public static readonly Wording ReasonRule = new("no debe tener más de 500 caracteres", "must have 500 characters at most");

    private static readonly Wording Required = new("es obligatorio", "is required");

    /// <param name="zone">The zone of the process; null if it has none yet, which is an error of its own.</param>
    public static Calendar? Read(IReadOnlyList<ActivityRequest?>? activities, TimeZoneInfo? zone, FieldErrors errors)
    {
        if (activities is null)
        {
            errors.Add("activities", Required);
            return null;
        }

        var calendar = new Dictionary<Activity, IReadOnlyList<Window>>();
        for (var i = 0; i < activities.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"activities[{i}]");
            if (!ActivityNames.TryParse(activities[i]?.Activity, out var activity))
            {
                var names = string.Join(", ", ActivityNames.All);
                errors.Add(field + ".activity", new($"debe ser una de: {names}", $"must be one of: {names}"));
                continue;
            }

            if (!calendar.TryAdd(activity, ReadWindows(activities[i]!.Windows, zone, field + ".windows", errors)))
            {
                errors.Add(field + ".activity", new("aparece dos veces", "appears twice"));
            }
        }

        if (errors.Any) return null;
        var made = Calendar.TryCreate(calendar, out var faults);
        AddFaults(activities, faults, errors);
        return made;
    }

    /// <summary>Adds an error for each broken rule, at the activity's place in the request.</summary>
    public static void AddFaults(
        IReadOnlyList<ActivityRequest?> activities, IReadOnlyList<(Activity Activity, CalendarFault Fault)> faults, FieldErrors errors)
    {
        foreach (var (activity, fault) in faults)
        {
            var index = activities.ToList().FindIndex(a => a!.Activity == activity.Name());
            errors.Add(index < 0 ? "activities" : string.Create(CultureInfo.InvariantCulture, $"activities[{index}].windows"), Rule(fault));
        }
    }

    private static List<Window> ReadWindows(IReadOnlyList<WindowRequest?>? windows, TimeZoneInfo? zone, string field, FieldErrors errors)
    {
        var read = new List<Window>();
        if (windows is null) errors.Add(field, Required);
        for (var i = 0; i < (windows?.Count ?? 0); i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]");
            var opens = ReadMoment(windows![i]?.Opens, zone, place + ".opens", errors);
            var closes = ReadMoment(windows[i]?.Closes, zone, place + ".closes", errors);
            if (opens is not null && closes is not null) read.Add(new Window(opens.Value, closes.Value));
        }

        return read;
    }

    private static DateTimeOffset? ReadMoment(string? text, TimeZoneInfo? zone, string field, FieldErrors errors)
    {
        var read = LocalMoment.Read(text, zone, out var fault);
        if (fault is not null) errors.Add(field, fault.Value);
        return read;
    }

    public static Wording Rule(CalendarFault fault) => fault switch
    {
        CalendarFault.ClosesBeforeOpening => new("una ventana debe cerrar después de abrir", "a window must close after it opens"),
        CalendarFault.ParticipationTooLong => new(
            "de la primera reacción a la última no puede haber más de cien años", "from the first reaction to the last there can be a hundred years at most"),
        CalendarFault.Overlap => new("las ventanas no deben traslaparse", "windows must not overlap"),
        CalendarFault.DeliveriesBeforeReactionsSettle => new(
            "la remisión no puede abrir antes de una hora después de que cierren todas las reacciones",
            "deliveries cannot open earlier than one hour after all reactions have closed"),
        CalendarFault.TooManyWindows => new(
            "no puede haber más de 20 ventanas", "there can be 20 windows at most"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
