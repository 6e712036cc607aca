using System.Globalization;

namespace ServerlessDecide.Geography;

/// <summary>A local district.</summary>
/// <param name="Number">1 to 45, without leading zeros: <c>"7"</c>.</param>
/// <param name="Seat">The name of its seat ("cabecera").</param>
public sealed record District(string Number, string Seat)
{
    public static readonly ValueRule NumberRule = new("un número de 1 a 99, sin ceros a la izquierda", "a number from 1 to 99, without leading zeros")
    {
        Test = text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 99 && text[0] != '0',
        Pattern = "^[1-9][0-9]?$",
        Longest = 2,
    };
}

/// <summary>A municipality.</summary>
/// <param name="Code">INEGI's code: <c>"15106"</c>.</param>
/// <param name="Latitude">The seat's latitude in WGS84 degrees.</param>
/// <param name="Longitude">The seat's longitude in WGS84 degrees.</param>
public sealed record Municipality(string Code, string Name, double Latitude, double Longitude)
{
    /// <summary>Digits of a code of INEGI: two of the state, three of the municipality.</summary>
    public const int CodeDigits = 5;

    public static readonly ValueRule CodeRule = new("cinco dígitos, como 15106", "five digits, such as 15106")
    {
        Test = text => text.Length == CodeDigits && text.All(char.IsAsciiDigit),
        Pattern = "^[0-9]{5}$",
        Longest = 5,
    };
}

/// <summary>An electoral section: four digits on the voter card.</summary>
/// <param name="Number">Four digits: <c>"0123"</c>.</param>
/// <param name="RegisteredVoters">Persons on the nominal list.</param>
public sealed record Section(string Number, string Municipality, string District, int RegisteredVoters)
{
    /// <summary>Four digits, and not all of them zero.</summary>
    public static readonly ValueRule NumberRule = new("cuatro dígitos, como 0123", "four digits, such as 0123")
    {
        Test = text => text.Length == 4 && text.All(char.IsAsciiDigit) && text != "0000",
        Pattern = "^[0-9]{4}$",
        Longest = 4,
    };

    /// <summary>Returns the one to four digits that a person typed, padded with zeros as on the voter card; null if they are no section number.</summary>
    public static string? NumberOf(string typed) => typed.Length > 0 && NumberRule.Test(typed.PadLeft(4, '0')) ? typed.PadLeft(4, '0') : null;
}

/// <summary>A former section whose voters now belong to another one.</summary>
/// <param name="Number">Four digits, as still printed on older voter cards.</param>
/// <param name="Into">The section it was merged into.</param>
public sealed record MergedSection(string Number, string Into);
