namespace ServerlessDecide.Geography;

/// <summary>A local district.</summary>
/// <param name="Number">1 to 45, without leading zeros: <c>"7"</c>.</param>
/// <param name="Seat">The name of its seat ("cabecera").</param>
public sealed record District(string Number, string Seat);

/// <summary>A municipality.</summary>
/// <param name="Code">INEGI's code: <c>"15106"</c>.</param>
/// <param name="Latitude">Of the seat, WGS84 degrees.</param>
/// <param name="Longitude">Of the seat, WGS84 degrees.</param>
public sealed record Municipality(string Code, string Name, double Latitude, double Longitude);

/// <summary>An electoral section: four digits on the voter card.</summary>
/// <param name="Number">Four digits: <c>"0123"</c>.</param>
/// <param name="RegisteredVoters">Persons on the nominal list.</param>
public sealed record Section(string Number, string Municipality, string District, int RegisteredVoters)
{
    /// <summary>Whether the text is four digits, and not all of them zero.</summary>
    public static bool IsNumber(string text) => text.Length == 4 && text.All(char.IsAsciiDigit) && text != "0000";

    /// <summary>What a person typed, of one to four digits, with the zeros it stands behind on the voter card; null where no section has such a number.</summary>
    public static string? NumberOf(string typed) => typed.Length > 0 && IsNumber(typed.PadLeft(4, '0')) ? typed.PadLeft(4, '0') : null;
}

/// <summary>A section that is no more: its voters belong to another one.</summary>
/// <param name="Number">Four digits, as it still stands on older voter cards.</param>
/// <param name="Into">The section it was merged into.</param>
public sealed record MergedSection(string Number, string Into);
