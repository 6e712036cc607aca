using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Processes;

/// <param name="ShortName">For headings.</param>
/// <param name="Territory">Where the election takes place, in words.</param>
/// <param name="Demonstration">Whether all of it is invented, to show the tool.</param>
/// <param name="Draft">Whether it is kept out of public lists.</param>
internal sealed record ProcessRequest(
    string? Id,
    [MaxLength(ProcessReader.MaxName)] string? Name,
    string? TimeZone,
    string? ElectionDay,
    IReadOnlyList<ActivityRequest?>? Activities,
    [MaxLength(ProcessReader.MaxShortName)] string? ShortName = null,
    [MaxLength(ProcessReader.MaxText)] string? Territory = null,
    InstituteRequest? Institute = null,
    bool? Demonstration = null,
    bool? Draft = null);

/// <summary>A process as it should read. What is left out is taken away.</summary>
/// <param name="Draft">Whether it is kept out of public lists; must be said, so that nothing is published by leaving it out.</param>
/// <param name="Reason">Why, for the audit: ids and words, no personal data.</param>
internal sealed record MendedProcessRequest(
    [MaxLength(ProcessReader.MaxName)] string? Name,
    string? TimeZone,
    string? ElectionDay,
    bool? Draft,
    [MaxLength(ProcessReader.MaxShortName)] string? ShortName = null,
    [MaxLength(ProcessReader.MaxText)] string? Territory = null,
    InstituteRequest? Institute = null,
    bool? Demonstration = null,
    [MaxLength(CalendarReader.MaxReason)] string? Reason = null);

/// <param name="Site">An https address.</param>
/// <param name="Contact">An e-mail address or a telephone number of the institute, not of a person.</param>
internal sealed record InstituteRequest(
    [MaxLength(ProcessReader.MaxText)] string? Name,
    [MaxLength(ProcessReader.MaxText)] string? Site = null,
    [MaxLength(ProcessReader.MaxText)] string? Contact = null);

/// <summary>Reads what an operator says about a process; every error names its field.</summary>
internal static class ProcessReader
{
    public const int MaxName = 200;

    public const int MaxShortName = 60;

    public const int MaxText = 200;

    private static readonly Wording DayRule = new("debe ser una fecha como 2021-06-06", "must be a date such as 2021-06-06");

    private static readonly Wording DayRange = new("debe estar entre 1990-01-01 y 2100-12-31", "must be between 1990-01-01 and 2100-12-31");

    public static string ReadName(string? text, FieldErrors errors) => ReadText(text, "name", MaxName, errors, isRequired: true) ?? "";

    /// <summary>Returns the text without surrounding spaces; null when there is none.</summary>
    public static string? ReadText(string? text, string field, int longest, FieldErrors errors, bool isRequired = false)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length > longest || trimmed.Any(char.IsControl) || (isRequired && trimmed.Length == 0))
        {
            errors.Add(field, new(
                string.Create(CultureInfo.InvariantCulture, $"de 1 a {longest} caracteres, sin saltos de línea"),
                string.Create(CultureInfo.InvariantCulture, $"1 to {longest} characters, without line breaks")));
        }

        return trimmed.Length == 0 ? null : trimmed;
    }

    public static TimeZoneInfo? ReadZone(string? text, FieldErrors errors)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(text ?? "", out var zone) && zone.HasIanaId) return zone;
        errors.Add("timeZone", new(
            "debe ser un nombre de la base de datos de zonas horarias de la IANA, como America/Mexico_City",
            "must be a name of the IANA time zone database, such as America/Mexico_City"));
        return null;
    }

    public static DateOnly ReadElectionDay(string? text, FieldErrors errors)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) errors.Add("electionDay", DayRule);
        else if (day < ElectoralProcess.Days.First || day > ElectoralProcess.Days.Last) errors.Add("electionDay", DayRange);
        return day;
    }

    public static Institute? ReadInstitute(InstituteRequest? institute, FieldErrors errors)
    {
        if (institute is null) return null;
        var name = ReadText(institute.Name, "institute.name", MaxText, errors, isRequired: true);
        var site = ReadText(institute.Site, "institute.site", MaxText, errors);
        if (site is not null && !(Uri.TryCreate(site, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0))
        {
            errors.Add("institute.site", new("debe ser una dirección que empiece con https://", "must be an address that begins with https://"));
        }

        return new Institute(name ?? "", site, ReadText(institute.Contact, "institute.contact", MaxText, errors));
    }
}
