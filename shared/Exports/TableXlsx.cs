using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace ServerlessDecide.Exports;

/// <summary>
/// Writes a table as a workbook of one sheet (ECMA-376, Office Open XML) for download, row by row into a stream that need not be seekable.
/// Texts are inline strings, which no spreadsheet calculates; the header row is frozen and has filters. Equal rows give equal bytes.
/// </summary>
/// <remarks>
/// Written by hand, because DocumentFormat.OpenXml writes through System.IO.Packaging, which stamps every entry with the time of the download
/// and buffers the whole file on disk or in memory. A sheet without styles is five small parts.
/// </remarks>
public static class TableXlsx
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>";
    private const int WorthSending = 65_536;

    // The earliest time that a zip file can express.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="sheet">The name of the sheet: at most 31 letters and digits.</param>
    public static async Task WriteAsync(
        Stream stream, string sheet, IReadOnlyList<TableColumn> columns, IEnumerable<string[]> rows, CancellationToken cancellationToken)
    {
        using var pieces = new PieceStream();
        using (var zip = new ZipArchive(pieces, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in Frame(sheet))
            {
                using var part = Open(zip, name);
                part.Write(Encoding.UTF8.GetBytes(Declaration + text));
            }

            using var entry = Open(zip, "xl/worksheets/sheet1.xml");
            using var xml = XmlWriter.Create(entry, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = false });
            Begin(xml, columns);
            var last = 1;
            foreach (var row in rows)
            {
                WriteRow(xml, ++last, columns, row, isHeader: false);
                await pieces.SendAsync(stream, WorthSending, cancellationToken);
            }

            xml.WriteEndElement();
            xml.WriteStartElement("autoFilter", Main);
            xml.WriteAttributeString("ref", string.Create(CultureInfo.InvariantCulture, $"A1:{LetterOf(columns.Count - 1)}{last}"));
            xml.WriteEndDocument();
        }

        await pieces.SendAsync(stream, 0, cancellationToken);
    }

    private static (string Name, string Text)[] Frame(string sheet) =>
    [
        ("[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
            + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
            + "</Types>"),
        ("_rels/.rels", Related("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml",
            $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relationships}\"><sheets><sheet name=\"{sheet}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", Related("worksheet", "worksheets/sheet1.xml")),
    ];

    private static string Related(string type, string target) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + $"<Relationship Id=\"rId1\" Type=\"{Relationships}/{type}\" Target=\"{target}\"/></Relationships>";

    private static void Begin(XmlWriter xml, IReadOnlyList<TableColumn> columns)
    {
        xml.WriteStartDocument(standalone: true);
        xml.WriteStartElement("worksheet", Main);
        WriteView(xml, columns);
        xml.WriteStartElement("sheetData", Main);
        WriteRow(xml, 1, columns, [.. columns.Select(c => c.Name)], isHeader: true);
    }

    private static void WriteView(XmlWriter xml, IReadOnlyList<TableColumn> columns)
    {
        xml.WriteRaw(
            "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>");
        foreach (var (index, column) in columns.Index())
        {
            xml.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"<col min=\"{index + 1}\" max=\"{index + 1}\" width=\"{column.Width}\" customWidth=\"1\"/>"));
        }

        xml.WriteRaw("</cols>");
    }

    private static void WriteRow(XmlWriter xml, int number, IReadOnlyList<TableColumn> columns, string[] cells, bool isHeader)
    {
        var row = number.ToString(CultureInfo.InvariantCulture);
        xml.WriteStartElement("row", Main);
        xml.WriteAttributeString("r", row);
        for (var i = 0; i < cells.Length; i++)
        {
            xml.WriteStartElement("c", Main);
            xml.WriteAttributeString("r", LetterOf(i) + row);
            if (columns[i].Kind == ColumnKind.Number && !isHeader)
            {
                if (cells[i].Length > 0) xml.WriteElementString("v", Main, cells[i]);
            }
            else
            {
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is", Main);
                xml.WriteStartElement("t", Main);
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(Legal(cells[i]));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // One letter is enough: tables for download have at most 26 columns.
    private static char LetterOf(int column) => (char)('A' + column);

    // XML 1.0 (2.2) forbids a few characters that a name may have.
    private static string Legal(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        return string.Concat(text.EnumerateRunes().Select(r => r.IsBmp && !XmlConvert.IsXmlChar((char)r.Value) ? "\uFFFD" : r.ToString()));
    }

    private static Stream Open(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = EntryTime;
        return entry.Open();
    }
}
