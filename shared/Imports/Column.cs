using System.Globalization;

namespace ServerlessDecide.Imports;

/// <summary>A column of a table, or a property of an item of JSON.</summary>
/// <param name="IsOptional">Whether a file may omit the column. Whether a cell may be empty is up to the dataset.</param>
/// <param name="MaxLength">Maximum number of characters in a cell. A longer cell is reported as too long, whatever its rule.</param>
public sealed record Column(string Name, ValueRule Rule, bool IsOptional = false, int MaxLength = 500)
{
    /// <summary>The columns of the items when the cell holds a list; empty for plain values.</summary>
    public IReadOnlyList<Column> Items { get; init; } = [];

    /// <summary>The digits of a number of fixed width, whose leading zeros spreadsheets drop; 0 when there is no such width.</summary>
    public int Digits { get; init; }

    /// <summary>Minimum digits of a number that is completed with zeros.</summary>
    public int LeastDigits { get; init; } = 1;

    /// <summary>A column of names or titles, in one line.</summary>
    public static Column Title(string name, int maxLength = 300) => new(name, CellRule.Text, MaxLength: maxLength);

    /// <summary>A cell with the leading zeros that a number of fixed width has lost.</summary>
    internal string WithLostZeros(string cell) =>
        cell.Length < Digits && cell.Length >= LeastDigits && cell.All(char.IsAsciiDigit) ? cell.PadLeft(Digits, '0') : cell;
}

/// <summary>Rules of cells that several datasets share, except those of typed ids.</summary>
public static class CellRule
{
    public static readonly ValueRule Text = new(
        "texto sin caracteres de control; los nombres y títulos van en una sola línea y llevan al menos una letra o un número",
        "text without control characters; a name or title, in one line and with some letter or digit");

    // As people write them, and as spreadsheets in Spanish and English save them.
    private static readonly string[] Yes = ["true", "verdadero", "sí", "si", "1"];
    private static readonly string[] No = ["false", "falso", "no", "0"];

    public static readonly ValueRule Flag = new("true o false, verdadero o falso, sí o no, 1 o 0", "true or false, verdadero or falso, sí or no, 1 or 0")
    {
        Test = text => IsYes(text) || No.Contains(text, StringComparer.OrdinalIgnoreCase),
    };

    public static readonly ValueRule FromZero = From(0);

    public static readonly ValueRule FromOne = From(1);

    /// <summary>Degrees of latitude or longitude.</summary>
    public static ValueRule Degrees(int most) => new($"grados de −{most} a {most}, con punto decimal", $"degrees from −{most} to {most}, with a decimal point")
    {
        Test = text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && degrees >= -most && degrees <= most,
    };

    /// <summary>Whether a value that keeps the rule <see cref="Flag"/> says yes.</summary>
    public static bool IsYes(string text) => Yes.Contains(text, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of a member of an enum.</summary>
    public static ValueRule OneOf<T>()
        where T : struct, Enum => ValueRule.OneOf(WireName.All<T>());

    private static ValueRule From(int least) => new(
        $"un número entero de {least} en adelante, sin comas ni espacios", $"a whole number from {least}, without commas or spaces")
    {
        Test = text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least,
    };
}
