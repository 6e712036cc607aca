using System.Buffers;
using System.Globalization;

namespace ServerlessDecide.Imports;

/// <summary>Reads the cells of one row and reports what is wrong with each; a value is usable only while <see cref="Failed"/> is false.</summary>
internal sealed class RowReader(ImportRow row, ImportErrors errors)
{
    // Zero-width spaces and joiners, marks of direction, the soft hyphen, a BOM within.
    private static readonly SearchValues<char> Invisible =
        SearchValues.Create("\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\uFEFF");

    public bool Failed { get; private set; }

    /// <summary>
    /// One line that stands for something: a name, a title. What nobody can see is removed; what a spreadsheet would calculate is warned of.
    /// The apostrophe with which a download keeps it from calculating is no part of the name.
    /// </summary>
    public string Name(string column, int maxLength = 300)
    {
        var text = Limited(column, Visible(column), maxLength);
        if (text.Length > 1 && text[0] == '\'' && text[1] is '=' or '+' or '-' or '@') text = text[1..];
        if (text.Length > 0 && text[0] is '=' or '+' or '@') errors.Warn(row.Number, column, ImportErrorCode.Formula, text);
        return text.AsSpan().ContainsAny('\n', '\r', '\t') ? Fail(column, ImportErrorCode.BadValue, text) : text;
    }

    /// <summary>Prose, which may have several lines.</summary>
    public string Text(string column, int maxLength = 500) => Limited(column, row[column], maxLength);

    private string Limited(string column, string text, int maxLength)
    {
        if (text.Length == 0) return Fail(column, ImportErrorCode.Required);
        if (text.Length > maxLength) return Fail(column, ImportErrorCode.TooLong, maxLength.ToString(CultureInfo.InvariantCulture));
        return text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || !IsWhole(text) ? Fail(column, ImportErrorCode.BadValue, text) : text;
    }

    // Copied from a web page or a PDF: an id that looks right and is not, a name that no search finds.
    private string Visible(string column)
    {
        var text = row[column];
        if (!text.AsSpan().ContainsAny(Invisible)) return text;
        errors.Warn(row.Number, column, ImportErrorCode.InvisibleRemoved, text);
        return ImportRows.Normal(string.Concat(text.Where(c => !Invisible.Contains(c))).Trim());
    }

    public string? OptionalText(string column, int maxLength = 500) => row[column].Length == 0 ? null : Text(column, maxLength);

    public string Matching(string column, Func<string, bool> rule)
    {
        var text = Limited(column, Visible(column), 500);
        return text.Length == 0 || rule(text) ? text : Fail(column, ImportErrorCode.BadValue, text);
    }

    public string Id(string column) => Matching(column, text => Slug.TryParse(text, out _));

    public string Reference(string column, Func<string, bool> exists)
    {
        var text = Limited(column, Visible(column), 500);
        return text.Length == 0 || exists(text) ? text : Fail(column, ImportErrorCode.UnknownReference, text);
    }

    public double Number(string column, double min, double max)
    {
        var text = Limited(column, Visible(column), 500);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max) return value;
        if (text.Length > 0) Fail(column, ImportErrorCode.BadValue, text);
        return 0;
    }

    public int Count(string column, int min = 0)
    {
        var text = Limited(column, Visible(column), 500);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min) return value;
        if (text.Length > 0) Fail(column, ImportErrorCode.BadValue, text);
        return 0;
    }

    public T OneOf<T>(string column, params (string Name, T Value)[] values)
    {
        var text = Limited(column, Visible(column), 500);
        var index = Array.FindIndex(values, v => v.Name == text);
        if (index < 0 && text.Length > 0) Fail(column, ImportErrorCode.BadValue, text);
        return values[Math.Max(index, 0)].Value;
    }

    public IReadOnlyList<string> List(string column) =>
        Visible(column).Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Prose with '|' between its sentences; none where the cell is empty.</summary>
    public IReadOnlyList<string> Sentences(string column, int maxLength)
    {
        var sentences = List(column);
        foreach (var sentence in sentences) Limited(column, sentence, maxLength);
        return sentences;
    }

    /// <summary>Says what somebody should look at, though the row is taken.</summary>
    public void Warn(string column, ImportErrorCode code, string value = "") => errors.Warn(row.Number, column, code, value);

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
