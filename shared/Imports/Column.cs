using System.Globalization;

namespace ServerlessDecide.Imports;

/// <summary>A column of a table, or a property of an item of JSON.</summary>
/// <param name="IsOptional">Whether a file may omit the column. Whether a cell may be empty is up to the dataset.</param>
/// <param name="MaxLength">Maximum number of characters in a cell. A longer cell is reported as too long, whatever its rule.</param>
public sealed record Column(string Name, ValueRule Rule, bool IsOptional = false, int MaxLength = 500)
{
    /// <summary>The columns of the items when the cell holds a list; empty for plain values.</summary>
    public IReadOnlyList<Column> Items { get; init; } = [];

    /// <summary>A column of names or titles, in one line.</summary>
    public static Column Title(string name, int maxLength = 300) => new(name, CellRule.Text, MaxLength: maxLength);
}

/// <summary>Rules of cells that several datasets share, except those of typed ids.</summary>
public static class CellRule
{
    public static readonly ValueRule Text = new(
        "texto sin caracteres de control; los nombres y títulos van en una sola línea y llevan al menos una letra o un número",
        "text without control characters; a name or title, in one line and with some letter or digit");

    public static readonly ValueRule Flag = ValueRule.OneOf(["true", "false"]);

    public static readonly ValueRule FromZero = From(0);

    public static readonly ValueRule FromOne = From(1);

    /// <summary>Degrees of latitude or longitude.</summary>
    public static ValueRule Degrees(int most) => new($"grados de −{most} a {most}, con punto decimal", $"degrees from −{most} to {most}, with a decimal point")
    {
        Test = text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && degrees >= -most && degrees <= most,
    };

    /// <summary>The name of a member of an enum.</summary>
    public static ValueRule OneOf<T>()
        where T : struct, Enum => ValueRule.OneOf(WireName.All<T>());

    private static ValueRule From(int least) => new(
        $"un número entero de {least} en adelante, sin comas ni espacios", $"a whole number from {least}, without commas or spaces")
    {
        Test = text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least,
    };
}
