using System.Globalization;

namespace ServerlessDecide.Imports;

/// <summary>A row as a file has it.</summary>
/// <param name="Number">As in a spreadsheet.</param>
/// <param name="Faults">The cells that have no value because of an error in the spreadsheet, with what they show instead.</param>
internal readonly record struct SheetRow(int Number, IReadOnlyList<string> Cells, IReadOnlyList<(int Index, string Shown)>? Faults = null)
{
    public bool IsEmpty => Faults is null && Cells.All(cell => cell.Length == 0);
}

/// <summary>How a table is read.</summary>
/// <param name="Required">The columns that the header must have.</param>
/// <param name="Known">The columns that are kept; null to keep all.</param>
/// <param name="HasInvalidBytes">Whether U+FFFD stands for bytes that could not be decoded.</param>
/// <param name="IsRagged">Whether a row ends with its last value, as in a workbook.</param>
internal sealed record TableForm(
    IReadOnlyCollection<string> Required, IReadOnlyCollection<string>? Known = null, TextTrust Trust = TextTrust.Certain, bool HasInvalidBytes = false, bool IsRagged = false);

/// <summary>Finds the header of a table, and reads the rows below it.</summary>
internal static class TableRows
{
    /// <summary>Maximum columns of a file. Cells of a row beyond it are not held in memory.</summary>
    public const int MaxColumns = 1_000;

    /// <summary>
    /// Maximum characters of all cells that are kept: twice what a CSV file can hold. The cells of a workbook may share one text, so its size
    /// does not bound what a table comes to once it is written out.
    /// </summary>
    public const int MaxCharacters = 60_000_000;

    /// <summary>Rows among which the header is sought: a title and what belongs to it may stand above.</summary>
    public const int MaxRowsToHeader = 20;

    /// <param name="rows">All rows, empty ones too.</param>
    public static void Read(IEnumerable<SheetRow> rows, TableForm form, List<ImportRow> read, ImportErrors errors)
    {
        using var each = rows.Where(row => !row.IsEmpty).GetEnumerator();
        var top = new List<SheetRow>();
        while (top.Count < MaxRowsToHeader && Score(top) < form.Required.Count && each.MoveNext()) top.Add(each.Current);
        if (top.Count == 0)
        {
            errors.Add(1, "", ImportErrorCode.EmptyFile);
            return;
        }

        // The first of those that name most columns; without any, the first row.
        var header = top.MaxBy(row => Matches(row.Cells, form.Required));
        if (HeaderOf(header, form, errors) is not { } columns) return;
        var characters = 0L;
        foreach (var row in top.Where(row => row.Number > header.Number).Concat(Rest()))
        {
            if (read.Count + errors.RejectedRows >= ImportRows.MaxRows)
            {
                errors.Add(row.Number, "", ImportErrorCode.TooManyRows, ImportRows.MaxRows.ToString(CultureInfo.InvariantCulture));
                break;
            }

            if (RowOf(row, columns, form, errors) is not { } one) continue;
            characters += one.Characters;
            if (characters > MaxCharacters)
            {
                read.Clear();
                errors.Add(0, "", ImportErrorCode.WorkbookTooLarge);
                return;
            }

            read.Add(one);
        }

        int Score(List<SheetRow> found) => found.Count == 0 ? -1 : Matches(found[^1].Cells, form.Required);

        IEnumerable<SheetRow> Rest()
        {
            while (each.MoveNext()) yield return each.Current;
        }
    }

    /// <summary>How many of some columns a row of cells names.</summary>
    public static int Matches(IEnumerable<string> cells, IReadOnlyCollection<string> columns)
    {
        if (columns.Count == 0) return 0;
        var there = cells.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return columns.Count(there.Contains);
    }

    private static Header? HeaderOf(SheetRow header, TableForm form, ImportErrors errors)
    {
        var before = errors.Count;
        var names = header.Cells.ToArray();
        var last = Array.FindLastIndex(names, name => name.Length > 0);
        if (names.Length > MaxColumns) errors.Add(header.Number, "", ImportErrorCode.WrongCellCount, $"{names.Length}/{MaxColumns}");
        foreach (var missing in form.Required.Where(column => !names.Contains(column, StringComparer.OrdinalIgnoreCase)))
        {
            errors.Add(header.Number, missing, ImportErrorCode.MissingColumn);
        }

        foreach (var twice in names.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            errors.Add(header.Number, twice.Key, ImportErrorCode.DuplicateColumn);
        }

        if (errors.Count > before) return null;
        var wanted = new List<int>();
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, name) in names.Index().Where(n => n.Item.Length > 0))
        {
            var known = (form.Known ?? form.Required).FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
            // What is not kept costs no memory, however many columns a file has.
            if (known is null && form.Known is not null) continue;
            columns.Add(known ?? name, wanted.Count);
            wanted.Add(index);
        }

        return new Header(names, last + 1, columns, wanted);
    }

    private static ImportRow? RowOf(SheetRow row, Header header, TableForm form, ImportErrors errors)
    {
        var cells = row.Cells;
        if (!form.IsRagged && (cells.Count < header.Width || cells.Skip(header.Names.Length).Any(cell => cell.Length > 0)))
        {
            errors.Add(row.Number, "", ImportErrorCode.WrongCellCount, $"{cells.Count}/{header.Names.Length}");
            return null;
        }

        var bad = 0;
        foreach (var (index, shown) in row.Faults ?? [])
        {
            if (header.Wanted.Contains(index)) Bad(index, ImportErrorCode.CellError, shown);
        }

        for (var i = 0; form.HasInvalidBytes && i < cells.Count; i++)
        {
            if (cells[i].Contains('\uFFFD', StringComparison.Ordinal)) Bad(i, ImportErrorCode.InvalidBytes, cells[i]);
        }

        if (bad > 0) return null;
        return new ImportRow(row.Number, header.Columns, [.. header.Wanted.Select(i => i < cells.Count ? cells[i] : "")], form.Trust);

        void Bad(int index, ImportErrorCode code, string value)
        {
            bad++;
            errors.Add(row.Number, index < header.Names.Length ? header.Names[index] : "", code, value);
        }
    }

    /// <param name="Width">Cells up to the last one with a name.</param>
    /// <param name="Columns">The place of each column among the cells that are kept.</param>
    /// <param name="Wanted">The indexes of the cells that are kept.</param>
    private sealed record Header(string[] Names, int Width, Dictionary<string, int> Columns, List<int> Wanted);
}
