using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace ServerlessDecide.Imports;

/// <summary>
/// Reads a sheet of a workbook (ECMA-376, transitional and strict) row by row: shared and inline strings, numbers, dates, booleans, and what
/// formulas came to when the workbook was saved. docs/decisions/0019 says why this is our code.
/// </summary>
internal sealed partial class XlsxReader
{
    /// <summary>Maximum shared strings of a workbook: four different ones in each of the rows that are read.</summary>
    public const int MaxSharedStrings = 1_000_000;

    // A spreadsheet holds 32,767. No column of a table has more, and what is cut is reported as too long.
    private const int MaxCell = 40_000;

    // Of all shared strings together; the rest of the part has no room for more.
    private const long MaxSharedCharacters = 50_000_000;

    private readonly XlsxPackage package;
    private readonly IReadOnlyList<(string Name, bool IsHidden, string Part)> sheets;
    private readonly string? strings;
    private readonly XlsxStyles styles;

    private XlsxReader(XlsxPackage package)
    {
        this.package = package;
        var book = Related("_rels/.rels", "").FirstOrDefault(r => r.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Part ?? "xl/workbook.xml";
        var slash = book.LastIndexOf('/') + 1;
        var related = Related($"{book[..slash]}_rels/{book[slash..]}.rels", book[..slash]);
        strings = related.FirstOrDefault(r => r.Type.EndsWith("/sharedStrings", StringComparison.Ordinal)).Part;
        var (found, is1904) = ReadBook(book, related.Where(r => r.Type.EndsWith("/worksheet", StringComparison.Ordinal)).ToLookup(r => r.Id, r => r.Part, StringComparer.Ordinal));
        sheets = found;
        var style = related.FirstOrDefault(r => r.Type.EndsWith("/styles", StringComparison.Ordinal)).Part;
        styles = style is null ? XlsxStyles.None(is1904) : XlsxStyles.Read(package.Read(style), is1904);
    }

    /// <summary>Reads the rows of a sheet. What prevents it is reported.</summary>
    /// <param name="sheet">The name of the sheet, in any case; null for the first one that is not hidden.</param>
    public static void Read(ReadOnlyMemory<byte> file, string? sheet, TableForm form, List<ImportRow> rows, ImportErrors errors)
    {
        try
        {
            using var package = XlsxPackage.Open(file) ?? throw new InvalidDataException();
            var reader = new XlsxReader(package);
            var found = sheet is null
                ? reader.sheets.OrderBy(s => s.IsHidden).FirstOrDefault()
                : reader.sheets.FirstOrDefault(s => s.Name.Trim().Equals(sheet.Trim(), StringComparison.OrdinalIgnoreCase));
            if (found.Part is null) errors.Add(0, "", ImportErrorCode.UnknownSheet, string.Join(", ", reader.sheets.Select(s => s.Name)));
            else TableRows.Read(reader.Rows(found.Part), form, rows, errors);
        }
        catch (WorkbookTooLargeException)
        {
            rows.Clear();
            errors.Add(0, "", ImportErrorCode.WorkbookTooLarge);
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or IOException or NotSupportedException)
        {
            rows.Clear();
            errors.Add(0, "", ImportErrorCode.DamagedWorkbook);
        }
    }

    private List<(string Id, string Type, string Part)> Related(string part, string folder)
    {
        var related = new List<(string Id, string Type, string Part)>();
        using var xml = package.Read(part);
        while (xml?.Next() == true)
        {
            if (!xml.IsElement || xml.Name != "Relationship" || xml["Target"] is not { } target) continue;
            if (related.Count == XlsxPackage.MaxParts) throw new WorkbookTooLargeException();
            if (!Uri.TryCreate("http://workbook/" + folder, UriKind.Absolute, out var from) || !Uri.TryCreate(from, target, out var address)) continue;
            related.Add((xml["Id"] ?? "", xml["Type"] ?? "", Uri.UnescapeDataString(address.AbsolutePath).TrimStart('/')));
        }

        return related;
    }

    private (List<(string Name, bool IsHidden, string Part)> Sheets, bool Is1904) ReadBook(string part, ILookup<string, string> parts)
    {
        var found = new List<(string Name, bool IsHidden, string Part)>();
        var is1904 = false;
        using var xml = package.Read(part) ?? throw new InvalidDataException();
        while (xml.Next())
        {
            if (!xml.IsElement) continue;
            if (xml.Name == "workbookPr") is1904 = xml["date1904"] is "1" or "true";
            if (xml.Name != "sheet" || found.Count == XlsxPackage.MaxParts) continue;
            var (name, isHidden) = (xml["name"] ?? "", xml["state"] is "hidden" or "veryHidden");
            if (parts[xml.RelationshipId() ?? ""].FirstOrDefault() is { } sheet) found.Add((name, isHidden, sheet));
        }

        return (found, is1904);
    }

    private List<string> SharedStrings()
    {
        var shared = new List<string>();
        var characters = 0L;
        using var xml = strings is null ? null : package.Read(strings);
        while (xml?.Next() == true)
        {
            if (!xml.IsElement || xml.Name != "si") continue;
            var text = Cleaned(RichText(xml));
            characters += text.Length;
            if (shared.Count == MaxSharedStrings || characters > MaxSharedCharacters) throw new WorkbookTooLargeException();
            shared.Add(text);
        }

        return shared;
    }

    private IEnumerable<SheetRow> Rows(string part)
    {
        var shared = SharedStrings();
        using var xml = package.Read(part) ?? throw new InvalidDataException();
        var number = 0;
        while (xml.Next())
        {
            if (!xml.IsElement || xml.Name != "row") continue;
            number = int.TryParse(xml["r"], NumberStyles.None, CultureInfo.InvariantCulture, out var told) && told > 0 ? told : number + 1;
            yield return xml.IsEmpty ? new SheetRow(number, []) : Row(xml, number, shared);
        }
    }

    private SheetRow Row(XlsxPackage.BoundedXml xml, int number, List<string> shared)
    {
        var cells = new List<string>();
        List<(int Index, string Shown)>? faults = null;
        var (depth, index) = (xml.Depth, -1);
        while (xml.NextWithin(depth))
        {
            if (xml.Name != "c") continue;
            index = IndexOf(xml["r"]) ?? index + 1;
            var (value, isFault) = Cell(xml, shared);
            // Formatted cells without a value reach to the last column of a sheet.
            if (value.Length == 0 || index >= TableRows.MaxColumns) continue;
            while (cells.Count <= index) cells.Add("");
            if (isFault) (faults ??= []).Add((index, value));
            else cells[index] = value;
        }

        return new SheetRow(number, cells, faults);
    }

    private (string Value, bool IsFault) Cell(XlsxPackage.BoundedXml xml, List<string> shared)
    {
        if (xml.IsEmpty) return ("", false);
        var (type, style, depth) = (xml["t"] ?? "n", xml["s"], xml.Depth);
        string? value = null;
        var isFormula = false;
        while (xml.NextWithin(depth))
        {
            if (xml.Name == "f") isFormula = true;
            else if (xml.Name == "is") value = RichText(xml);
            else if (xml.Name == "v") value = xml.TextOf(MaxCell);
        }

        return type switch
        {
            // Nobody has opened the workbook since a program wrote the formula.
            _ when value is null => isFormula ? ("=", true) : ("", false),
            _ when value.Length >= MaxCell => (value, false),
            "s" => (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < shared.Count ? shared[at] : throw new InvalidDataException(), false),
            "b" => (value == "1" ? "true" : "false", false),
            "e" => (value, true),
            "n" => (styles.TextOf(value, style), false),
            _ => (Cleaned(value), false),
        };
    }

    // The texts of the runs of a string, without how they are pronounced.
    private static string RichText(XlsxPackage.BoundedXml xml)
    {
        if (xml.IsEmpty) return "";
        var depth = xml.Depth;
        var text = new StringBuilder();
        var pronounced = int.MaxValue;
        while (xml.NextWithin(depth))
        {
            if (xml.Depth <= pronounced) pronounced = xml.Name == "rPh" ? xml.Depth : int.MaxValue;
            if (xml.Name == "t" && pronounced == int.MaxValue) xml.AppendTextTo(text, MaxCell);
        }

        return text.ToString();
    }

    // A text that was cut stays as it is: without the spaces at its ends it might pass for a whole one.
    private static string Cleaned(string text) => text.Length >= MaxCell ? text : ImportRows.Normal(Unescaped(text).Trim());

    // _x000D_ is a character that XML cannot hold as it is (ECMA-376, 22.9.2.19).
    private static string Unescaped(string text) =>
        Escape().Replace(text, escape => ((char)ushort.Parse(escape.ValueSpan[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();

    // The column of a cell's name: 0 of A1, 27 of AB7.
    private static int? IndexOf(string? cell)
    {
        var index = 0;
        foreach (var c in cell ?? "")
        {
            if (!char.IsAsciiLetter(c)) break;
            if (index > TableRows.MaxColumns * 100) return index;
            index = (index * 26) + (char.ToUpperInvariant(c) - 'A') + 1;
        }

        return index == 0 ? null : index - 1;
    }
}
