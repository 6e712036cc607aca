using System.IO.Compression;
using System.Text;

namespace ServerlessDecide.TestSupport;

/// <summary>Makes workbooks as spreadsheets save them, and as nobody should.</summary>
public static class Workbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string StrictOffice = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    /// <param name="sheets">The name, state and rows of each sheet.</param>
    public static byte[] Of(
        IReadOnlyList<(string Name, string State, string Rows)> sheets, string? shared = null, string? styles = null, string properties = "", bool isStrict = false)
    {
        var (main, office) = isStrict ? (Strict, StrictOffice) : (Main, Office);
        var parts = new List<(string Name, string Text)>
        {
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
            ("_rels/.rels", Relationships($"<Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/>")),
            ("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\">{properties}<sheets>{string.Concat(sheets.Select((s, i) =>
                $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\" state=\"{s.State}\" r:id=\"s{i}\"/>"))}</sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", Relationships(
                string.Concat(sheets.Select((_, i) => $"<Relationship Id=\"s{i}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>"))
                + (shared is null ? "" : $"<Relationship Id=\"t\" Type=\"{office}/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>")
                + (styles is null ? "" : $"<Relationship Id=\"y\" Type=\"{office}/styles\" Target=\"styles.xml\"/>"))),
        };
        if (shared is not null) parts.Add(("xl/sharedStrings.xml", $"<sst xmlns=\"{main}\">{shared}</sst>"));
        if (styles is not null) parts.Add(("xl/styles.xml", $"<styleSheet xmlns=\"{main}\">{styles}</styleSheet>"));
        parts.AddRange(sheets.Select((s, i) => ($"xl/worksheets/sheet{i}.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{s.Rows}</sheetData></worksheet>")));
        return Zip(parts.Select(p => (p.Name, (Action<Stream>)(stream => stream.Write(Encoding.UTF8.GetBytes(p.Text))))));
    }

    /// <summary>A workbook of one sheet with inline strings.</summary>
    public static byte[] Table(params string[][] rows) => Of([("Hoja1", "visible", string.Concat(rows.Select((row, r) =>
        $"<row r=\"{r + 1}\">{string.Concat(row.Select((cell, c) => Text($"{(char)('A' + c)}{r + 1}", cell)))}</row>")))]);

    public static string Text(string place, string text) => $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{System.Security.SecurityElement.Escape(text)}</t></is></c>";

    public static byte[] Zip(IEnumerable<(string Name, Action<Stream> Write)> parts)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, write) in parts)
            {
                using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                write(part);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The parts that a workbook needs beside its only sheet, and that sheet.</summary>
    public static byte[] WithSheet(Action<Stream> sheet) => Zip(
    [
        ("_rels/.rels", Text(Relationships($"<Relationship Id=\"r\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/>"))),
        ("xl/workbook.xml", Text($"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", Text(Relationships($"<Relationship Id=\"s\" Type=\"{Office}/worksheet\" Target=\"sheet.xml\"/>"))),
        ("xl/sheet.xml", sheet),
    ]);

    public static Action<Stream> Text(string text) => stream => stream.Write(Encoding.UTF8.GetBytes(text));

    private static string Relationships(string inner) => $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>";
}
