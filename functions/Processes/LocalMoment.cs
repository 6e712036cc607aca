using System.Globalization;
using System.Text.RegularExpressions;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Processes;

/// <summary>
/// Reads a moment of a calendar: RFC 3339 with the offset that the zone has at that moment, or a local time without an offset. An offset of
/// another time of the year would silently move an opening by an hour.
/// </summary>
internal static partial class LocalMoment
{
    /// <param name="zone">The zone of the process; null reads any offset, and no local time.</param>
    /// <param name="fault">The broken rule; null if there is none.</param>
    public static DateTimeOffset? Read(string? text, TimeZoneInfo? zone, out Wording? fault)
    {
        fault = null;
        if (text is null || Rfc3339().Match(text) is not { Success: true } match
            || !DateTime.TryParse(match.Groups["local"].ValueSpan, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return Refuse(Form, out fault);
        }

        if (DateOnly.FromDateTime(local) is var day && (day < ElectoralProcess.Days.First || day > ElectoralProcess.Days.Last)) return Refuse(Range, out fault);
        return match.Groups["offset"].Length == 0 ? ReadLocal(local, zone, out fault) : ReadWithOffset(text, local, zone, out fault);
    }

    private static DateTimeOffset? ReadLocal(DateTime local, TimeZoneInfo? zone, out Wording? fault)
    {
        fault = null;
        if (zone is null) return null;
        if (zone.IsInvalidTime(local))
        {
            return Refuse(new(
                $"esa hora no existe en {zone.Id}: ese día los relojes se adelantan y se la saltan",
                $"that time does not exist in {zone.Id}: clocks go forward over it on that day"), out fault);
        }

        if (zone.IsAmbiguousTime(local))
        {
            var offsets = string.Join(" / ", zone.GetAmbiguousTimeOffsets(local).OrderBy(o => o).Select(Text));
            return Refuse(new(
                $"esa hora ocurre dos veces en {zone.Id}, porque ese día los relojes se atrasan: di cuál con su desfase ({offsets})",
                $"that time comes twice in {zone.Id}, because clocks go back on that day: say which one by its offset ({offsets})"), out fault);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private static DateTimeOffset? ReadWithOffset(string text, DateTime local, TimeZoneInfo? zone, out Wording? fault)
    {
        fault = null;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)) return Refuse(Form, out fault);
        if (zone is null || zone.GetUtcOffset(moment) == moment.Offset) return moment;
        // What stands on the clock is most likely what was meant, so the offset of that local time is named.
        var right = Text(zone.GetUtcOffset(local));
        return Refuse(new(
            $"el desfase de {zone.Id} en ese momento es {right}: escribe {right}, o la hora local sin desfase",
            $"the offset of {zone.Id} at that moment is {right}: write {right}, or the local time without an offset"), out fault);
    }

    private static readonly Wording Form = new(
        "debe ser una fecha y hora como 2021-04-10T00:00:00-05:00, o sin desfase, 2021-04-10T00:00:00, en la hora local del proceso",
        "must be a date and time such as 2021-04-10T00:00:00-05:00, or without an offset, 2021-04-10T00:00:00, in the local time of the process");

    private static readonly Wording Range = new("debe estar entre los años 1990 y 2100", "must be between the years 1990 and 2100");

    private static DateTimeOffset? Refuse(Wording rule, out Wording? fault)
    {
        fault = rule;
        return null;
    }

    private static string Text(TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset.Duration():hh\\:mm}");

    [GeneratedRegex(
        @"^(?<local>\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?)(?<offset>[Zz]|[+-]\d{2}:\d{2})?$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Rfc3339();
}
