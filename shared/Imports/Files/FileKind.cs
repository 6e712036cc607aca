using System.Text;

namespace ServerlessDecide.Imports;

/// <summary>What a file is, by its first bytes: what imports read, or what people send by mistake.</summary>
public static class FileKind
{
    public const string Text = "text";
    public const string Xlsx = "xlsx";
    public const string Pdf = "pdf";
    public const string Html = "html";
    public const string Xml = "xml";
    public const string Kml = "kml";
    public const string Xls = "xls";
    public const string ProtectedWorkbook = "protected-workbook";
    public const string Xlsb = "xlsb";
    public const string Ods = "ods";
    public const string Numbers = "numbers";
    public const string WordDocument = "word-document";
    public const string Shapefile = "shapefile";
    public const string GeoPackage = "geopackage";
    public const string TopoJson = "topojson";
    public const string GeoJson = "geojson";
    public const string JsonLines = "json-lines";
    public const string Zip = "zip";
    public const string Image = "image";

    private static readonly byte[] Ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>Every kind that is named to the person who sent it, in a sentence that says what to do.</summary>
    public static IReadOnlyList<string> Named { get; } =
    [
        Xlsx, Pdf, Html, Xml, Kml, Xls, ProtectedWorkbook, Xlsb, Ods, Numbers, WordDocument, Shapefile, GeoPackage, TopoJson, GeoJson, JsonLines, Zip, Image,
    ];

    /// <summary>The kind of a file; <see cref="Text"/> for whatever may be CSV or JSON.</summary>
    public static string Of(ReadOnlyMemory<byte> file)
    {
        var span = file.Span;
        if (span.StartsWith("PK\x3\x4"u8) || span.StartsWith("PK\x5\x6"u8)) return OfZip(file);
        if (span.StartsWith(Ole)) return OfOle(span);
        if (span[..Math.Min(span.Length, 1024)].IndexOf("%PDF-"u8) >= 0) return Pdf;
        if (Begins(span, 0x1F, 0x8B) || span.StartsWith("Rar!"u8) || Begins(span, (byte)'7', (byte)'z', 0xBC, 0xAF)) return Zip;
        if (span.StartsWith("SQLite format 3\0"u8)) return GeoPackage;
        // The main file of a shapefile, or its table of attributes (dBASE).
        if (Begins(span, 0, 0, 0x27, 0x0A) || (span.Length > 32 && span[0] == 3 && span[2] is >= 1 and <= 12 && span[3] is >= 1 and <= 31)) return Shapefile;
        return Begins(span, 0x89, (byte)'P', (byte)'N', (byte)'G') || Begins(span, 0xFF, 0xD8, 0xFF) || span.StartsWith("GIF8"u8) ? Image : OfText(span);
    }

    /// <summary>The kind of which a media type speaks, if it is one that people send by mistake.</summary>
    public static string? OfMediaType(string? type) => type?.ToLowerInvariant() switch
    {
        "application/pdf" => Pdf,
        "text/html" or "application/xhtml+xml" => Html,
        "application/xml" or "text/xml" => Xml,
        "application/vnd.google-earth.kml+xml" or "application/vnd.google-earth.kmz" => Kml,
        "application/vnd.ms-excel.sheet.binary.macroenabled.12" => Xlsb,
        "application/vnd.oasis.opendocument.spreadsheet" => Ods,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" or "application/msword" => WordDocument,
        "application/geopackage+sqlite3" => GeoPackage,
        "application/topo+json" => TopoJson,
        "application/x-ndjson" or "application/jsonl" or "application/json-seq" or "application/geo+json-seq" => JsonLines,
        "application/zip" or "application/x-zip-compressed" or "application/gzip" => Zip,
        "application/vnd.shp" or "application/x-shapefile" => Shapefile,
        "image/png" or "image/jpeg" => Image,
        _ => null,
    };

    private static bool Begins(ReadOnlySpan<byte> file, params ReadOnlySpan<byte> with) => file.StartsWith(with);

    private static string OfOle(ReadOnlySpan<byte> file)
    {
        // The names in its directory are UTF-16.
        if (file.IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0) return ProtectedWorkbook;
        return file.IndexOf(Encoding.Unicode.GetBytes("WordDocument")) >= 0 ? WordDocument : Xls;
    }

    private static string OfZip(ReadOnlyMemory<byte> file)
    {
        using var package = XlsxPackage.HasTooManyParts(file.Span) ? null : XlsxPackage.Open(file);
        // One that breaks off has no directory, but the names of its first parts.
        if (package is null) return file.Span.IndexOf("xl/work"u8) >= 0 ? Xlsx : Zip;
        if (package.Has("xl/workbook.bin")) return Xlsb;
        if (package.HasWorkbook) return Xlsx;
        if (package.Has("mimetype") && package.Has("content.xml")) return Ods;
        if (package.Has("word/document.xml")) return WordDocument;
        if (package.HasEndingWith(".shp")) return Shapefile;
        if (package.HasEndingWith(".kml")) return Kml;
        return package.HasEndingWith(".iwa") ? Numbers : Zip;
    }

    private static string OfText(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(Encoding.UTF8.Preamble)) file = file[3..];
        file = file.TrimStart(" \t\r\n"u8);
        if (!file.StartsWith("<"u8)) return Text;
        var beginning = Encoding.Latin1.GetString(file[..Math.Min(file.Length, 2048)]);
        if (Has("<html") || Has("<!doctype html") || Has("<table")) return Html;
        if (Has("<kml")) return Kml;
        return Has("<?xml") || Has("xmlns") ? Xml : Text;

        bool Has(string tag) => beginning.Contains(tag, StringComparison.OrdinalIgnoreCase);
    }
}
