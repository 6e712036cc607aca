using System.Buffers;
using System.Globalization;

namespace ServerlessDecide.Imports;

/// <summary>Reads the cells of one row and reports their errors; a value is usable only while <see cref="Failed"/> is false.</summary>
internal sealed class RowReader(ImportRow row, ImportErrors errors)
{
    // Zero-width spaces and joiners, direction marks, the soft hyphen, a BOM within the text.
    private static readonly SearchValues<char> Invisible =
        SearchValues.Create("\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\uFEFF");

    public bool Failed { get; private set; }

    /// <summary>
    /// A name or title in one line. Invisible characters are removed; a text that a spreadsheet would evaluate as a formula gets a warning.
    /// The apostrophe that a download puts before a formula is not part of the name.
    /// </summary>
    public string Name(Column column)
    {
        if (IsGarbled(column)) return "";
        var text = Limited(column, Visible(column));
        if (text.Length > 1 && text[0] == '\'' && text[1] is '=' or '+' or '-' or '@') text = text[1..];
        if (text.Length > 0 && text[0] is '=' or '+' or '@') errors.Warn(row.Number, column.Name, ImportErrorCode.Formula, text);
        return text.AsSpan().ContainsAny('\n', '\r', '\t') ? Fail(column, ImportErrorCode.BadValue, text) : text;
    }

    /// <summary>Prose, which may have several lines.</summary>
    public string Text(Column column) => IsGarbled(column) ? "" : Limited(column, row[column]);

    private string Limited(Column column, string text)
    {
        if (text.Length == 0) return Fail(column, ImportErrorCode.Required);
        if (text.Length > column.MaxLength) return Fail(column, ImportErrorCode.TooLong, column.MaxLength.ToString(CultureInfo.InvariantCulture));
        var isText = !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) && IsWhole(text) && !ImportRows.HasTooManyAccents(text);
        return isText ? text : Fail(column, ImportErrorCode.BadValue, text);
    }

    // As it came: an invisible character may be half of a garbled one.
    private bool IsGarbled(Column column)
    {
        if (GarbledText.Find(row[column], row.Trust) is not { } word) return false;
        Fail(column, ImportErrorCode.GarbledText, word);
        return true;
    }

    // Text copied from a web page or a PDF may have them: an id that only looks right, a name that no search finds.
    private string Visible(Column column)
    {
        var text = row[column];
        if (!text.AsSpan().ContainsAny(Invisible)) return text;
        errors.Warn(row.Number, column.Name, ImportErrorCode.InvisibleRemoved, text);
        return ImportRows.Normal(string.Concat(text.Where(c => !Invisible.Contains(c))).Trim());
    }

    public string? OptionalText(Column column) => row[column].Length == 0 ? null : Text(column);

    /// <summary>A text that satisfies the column's rule.</summary>
    public string Matching(Column column)
    {
        if (IsGarbled(column)) return "";
        var text = Limited(column, Visible(column));
        return text.Length == 0 || column.Rule.Test(text) ? text : Fail(column, ImportErrorCode.BadValue, text);
    }

    public string Reference(Column column, Func<string, bool> exists)
    {
        if (IsGarbled(column)) return "";
        var text = Limited(column, Visible(column));
        return text.Length == 0 || exists(text) ? text : Fail(column, ImportErrorCode.UnknownReference, text);
    }

    /// <summary>A number, for a column whose rule accepts nothing else.</summary>
    public double Number(Column column) => Matching(column) is { Length: > 0 } text ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : 0;

    /// <inheritdoc cref="Number"/>
    public int Count(Column column) => Matching(column) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    /// <summary>True or false, for a column whose rule accepts nothing else.</summary>
    public bool Flag(Column column) => CellRule.IsYes(Matching(column));

    /// <summary>A member of an enum, for a column whose rule accepts only names of its members.</summary>
    public T OneOf<T>(Column column)
        where T : struct, Enum => Matching(column) is { Length: > 0 } text ? WireName.Parse<T>(text) : default;

    public IReadOnlyList<string> List(Column column) =>
        IsGarbled(column) ? [] : Visible(column).Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The sentences of a cell that separates them with '|'; none when the cell is empty.</summary>
    public IReadOnlyList<string> Sentences(Column column)
    {
        var sentences = List(column);
        foreach (var sentence in sentences) Limited(column, sentence);
        return sentences;
    }

    /// <summary>Warns of something that a person should look at. The row is accepted.</summary>
    public void Warn(Column column, ImportErrorCode code, string value = "") => errors.Warn(row.Number, column.Name, code, value);

    public string Fail(Column column, ImportErrorCode code, string value = "") => Fail(column.Name, code, value);

    /// <param name="column">Its name, or a place within it: <c>sections[2].heading</c>.</param>
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
