using System.Globalization;

namespace ServerlessDecide.Imports;

/// <summary>Reads the cells of one row and reports what is wrong with each; a value is usable only while <see cref="Failed"/> is false.</summary>
internal sealed class RowReader(ImportRow row, ImportErrors errors)
{
    public bool Failed { get; private set; }

    public string Text(string column, int maxLength = 500)
    {
        var text = row[column];
        if (text.Length == 0) return Fail(column, ImportErrorCode.Required);
        if (text.Length > maxLength) return Fail(column, ImportErrorCode.TooLong, text);
        return text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || !IsWhole(text) ? Fail(column, ImportErrorCode.BadValue, text) : text;
    }

    public string? OptionalText(string column, int maxLength = 500) => row[column].Length == 0 ? null : Text(column, maxLength);

    public string Matching(string column, Func<string, bool> rule)
    {
        var text = Text(column);
        return text.Length == 0 || rule(text) ? text : Fail(column, ImportErrorCode.BadValue, text);
    }

    public string Id(string column) => Matching(column, text => Slug.TryParse(text, out _));

    public string Reference(string column, Func<string, bool> exists)
    {
        var text = Text(column);
        return text.Length == 0 || exists(text) ? text : Fail(column, ImportErrorCode.UnknownReference, text);
    }

    public double Number(string column, double min, double max)
    {
        var text = Text(column);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max) return value;
        if (text.Length > 0) Fail(column, ImportErrorCode.BadValue, text);
        return 0;
    }

    public int Count(string column)
    {
        var text = Text(column);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return value;
        if (text.Length > 0) Fail(column, ImportErrorCode.BadValue, text);
        return 0;
    }

    public T OneOf<T>(string column, params (string Name, T Value)[] values)
    {
        var text = Text(column);
        var index = Array.FindIndex(values, v => v.Name == text);
        if (index < 0 && text.Length > 0) Fail(column, ImportErrorCode.BadValue, text);
        return values[Math.Max(index, 0)].Value;
    }

    public IReadOnlyList<string> List(string column) =>
        row[column].Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public string Fail(string column, ImportErrorCode code, string value = "")
    {
        Failed = true;
        errors.Add(row.Number, column, code, value);
        return "";
    }

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
