using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Imports;

namespace ServerlessDecide.Functions.Imports;

/// <summary>What people are told about files that cannot be read, and what to do then.</summary>
internal static class FileSentences
{
    /// <summary>Refuses a dataset that does not exist, and names those that do.</summary>
    public static Problem UnknownDataset { get; } = Problems.NotFound with
    {
        Detail = new(
            $"No existe ese conjunto de datos. Los que hay: {string.Join(", ", Datasets.Names)}", $"There is no such dataset. There are: {string.Join(", ", Datasets.Names)}"),
    };

    /// <summary>What <c>?encoding=</c> may be.</summary>
    public static Wording Encodings { get; } = new(
        $"debe ser una de estas: {string.Join(", ", ImportedText.Encodings)}", $"must be one of {string.Join(", ", ImportedText.Encodings)}");

    /// <summary>Refuses a media type, and names what it stands for where people send it by mistake.</summary>
    public static Problem MediaTypeOtherThan(HttpRequest request, string expected)
    {
        var problem = Problems.MediaTypeOtherThan(expected);
        if (FileKind.OfMediaType(request.ContentType?.Split(';')[0].Trim()) is not { } kind || problem.Detail is not { } detail) return problem;
        var about = Kind(kind);
        return problem with { Detail = new($"{detail.Es}. {about.Es}", $"{detail.En}. {about.En}") };
    }

    /// <summary>The sentence for an error about a file; null for errors about what it says.</summary>
    public static Wording? Of(ImportError e) => e.Code switch
    {
        ImportErrorCode.InvalidBytes when e.Value.Length == 0 => new(
            "El archivo tiene bytes que no corresponden a su codificación. Guárdalo como «CSV UTF-8», o di con ?encoding= en cuál está.",
            "The file has bytes that do not belong to its encoding. Save it as \"CSV UTF-8\", or say with ?encoding= which one it is in."),
        ImportErrorCode.InvalidBytes => new(
            $"«{e.Value}»: el archivo mezcla UTF-8 con bytes que no lo son, y aquí hay uno. Corrige la celda y guárdalo como «CSV UTF-8», o di con ?encoding= en qué codificación está.",
            $"\"{e.Value}\": the file mixes UTF-8 with bytes that are not, and here is one. Mend the cell and save the file as \"CSV UTF-8\", or say with ?encoding= which encoding it is in."),
        ImportErrorCode.GarbledText => new(
            $"«{e.Value}» parece texto dañado: escrito en una codificación y leído en otra. Guarda el archivo de nuevo desde el programa de origen como «CSV UTF-8», o di con ?encoding= en cuál está ({string.Join(", ", ImportedText.Encodings)}). Si está bien escrito así, envíalo con ?encoding=utf-8.",
            $"\"{e.Value}\" looks like damaged text: written in one encoding and read in another. Save the file again from where it came as \"CSV UTF-8\", or say with ?encoding= which one it is in ({string.Join(", ", ImportedText.Encodings)}). If it is right as it stands, send it with ?encoding=utf-8."),
        ImportErrorCode.OtherFormat => Kind(e.Value),
        ImportErrorCode.UnknownSheet when e.Value.Length == 0 => new("El libro no tiene hojas de cálculo.", "The workbook has no worksheets."),
        ImportErrorCode.UnknownSheet => new(
            $"El libro no tiene la hoja que nombra ?sheet=. Tiene: {e.Value}.", $"The workbook has no sheet of the name that ?sheet= gives. It has: {e.Value}."),
        ImportErrorCode.DamagedWorkbook => new(
            "El libro de Excel está dañado o incompleto. Ábrelo, guárdalo de nuevo como .xlsx y envíalo otra vez.",
            "The Excel workbook is damaged or incomplete. Open it, save it again as .xlsx, and send it again."),
        ImportErrorCode.WorkbookTooLarge => new(
            "El libro de Excel contiene mucho más que los datos de una elección. Copia solo la tabla a un libro nuevo y envía ese.",
            "The Excel workbook holds far more than the data of an election. Copy the table alone into a new workbook, and send that."),
        ImportErrorCode.ContentTooLarge => new(
            "Lo que dice el archivo ocupa más de lo que cabe en la memoria de la herramienta. Revisa que sus textos no se repitan ni sobren.",
            "What the file says takes more than fits into the memory of the tool. See that its texts neither repeat nor are there by mistake."),
        ImportErrorCode.CellError when e.Value == "=" => new(
            "La celda tiene una fórmula que nadie ha calculado. Abre el libro, guárdalo y envíalo otra vez, o pega los valores.",
            "The cell has a formula that was never calculated. Open the workbook, save it and send it again, or paste the values."),
        ImportErrorCode.CellError => new($"La celda muestra un error de la hoja de cálculo: {e.Value}.", $"The cell shows an error of the spreadsheet: {e.Value}."),
        _ => null,
    };

    /// <param name="there">The properties that the feature has; empty when it has none.</param>
    public static Wording OfMissingKey(string there) => there.Length == 0
        ? new("El elemento no tiene la propiedad number o code, o la que nombra ?key=.", "The feature has no property number or code, or the one that ?key= names.")
        : new(
            $"El elemento no tiene la propiedad number o code, o la que nombra ?key=. Tiene: {there}. Di con ?key= cuál de ellas es el número o la clave.",
            $"The feature has no property number or code, or the one that ?key= names. It has: {there}. Say with ?key= which of them is the number or code.");

    /// <summary>What a position of a boundary seems to be instead of degrees of longitude and latitude; null for other errors.</summary>
    public static Wording? HintAbout(ImportError e)
    {
        if (e.Column != "geometry" || e.Value is not ['[', .., ']'] || e.Value[1..^1].Split(',') is not [var first, var second]) return null;
        if (!double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) || !double.TryParse(second, NumberStyles.Float, CultureInfo.InvariantCulture, out var y)) return null;
        if (Math.Abs(x) <= 90 && Math.Abs(y) is > 90 and <= 180)
        {
            return new("Parecen latitud y longitud: GeoJSON pide primero la longitud.", "They look like latitude and longitude: GeoJSON wants the longitude first.");
        }

        return Math.Abs(x) > 180 || Math.Abs(y) > 180
            ? new(
                "Parecen metros (UTM o Web Mercator): exporta la capa en WGS84, EPSG:4326.", "They look like metres (UTM or Web Mercator): export the layer in WGS84, EPSG:4326.")
            : null;
    }

    /// <summary>What a file is, and what to do with it.</summary>
    public static Wording Kind(string kind) => kind switch
    {
        FileKind.Xlsx => new("Es un libro de Excel, y este conjunto de datos se envía como JSON o GeoJSON.", "It is an Excel workbook, and this dataset comes as JSON or GeoJSON."),
        FileKind.Pdf => new("Es un PDF. Envía la tabla de la que se hizo, como XLSX o CSV.", "It is a PDF. Send the table from which it was made, as XLSX or CSV."),
        FileKind.Html => new(
            "Es una página web (HTML), aunque se llame .xls. Ábrela en la hoja de cálculo y guárdala como XLSX.", "It is a web page (HTML), even if it is called .xls. Open it in the spreadsheet and save it as XLSX."),
        FileKind.Xml => new("Es XML. Ábrelo en la hoja de cálculo y guárdalo como XLSX o CSV.", "It is XML. Open it in the spreadsheet and save it as XLSX or CSV."),
        FileKind.Kml => new("Es KML, de Google Earth. Conviértelo a GeoJSON en WGS84.", "It is KML, of Google Earth. Convert it to GeoJSON in WGS84."),
        FileKind.Xls => new("Es un libro de Excel antiguo (.xls). Ábrelo y guárdalo como .xlsx.", "It is an old Excel workbook (.xls). Open it and save it as .xlsx."),
        FileKind.ProtectedWorkbook => new(
            "Es un libro de Excel protegido con contraseña. Quítale la contraseña y guárdalo de nuevo.", "It is an Excel workbook protected by a password. Remove the password and save it again."),
        FileKind.Xlsb => new("Es un libro de Excel binario (.xlsb). Ábrelo y guárdalo como .xlsx.", "It is a binary Excel workbook (.xlsb). Open it and save it as .xlsx."),
        FileKind.Ods => new("Es una hoja de LibreOffice (.ods). Ábrela y guárdala como .xlsx.", "It is a LibreOffice spreadsheet (.ods). Open it and save it as .xlsx."),
        FileKind.Numbers => new("Es un documento de Numbers o Pages, de Apple. Expórtalo como .xlsx.", "It is a document of Apple's Numbers or Pages. Export it as .xlsx."),
        FileKind.WordDocument => new("Es un documento de Word. Copia la tabla a una hoja de cálculo y guárdala como .xlsx.", "It is a Word document. Copy the table into a spreadsheet and save it as .xlsx."),
        FileKind.Shapefile => new("Es un shapefile. Expórtalo como GeoJSON en WGS84, EPSG:4326.", "It is a shapefile. Export it as GeoJSON in WGS84, EPSG:4326."),
        FileKind.GeoPackage => new("Es una base de datos SQLite, como un GeoPackage. Exporta la capa como GeoJSON en WGS84.", "It is an SQLite database, such as a GeoPackage. Export the layer as GeoJSON in WGS84."),
        FileKind.TopoJson => new("Es TopoJSON. Conviértelo a GeoJSON, una FeatureCollection en WGS84.", "It is TopoJSON. Convert it to GeoJSON, a FeatureCollection in WGS84."),
        FileKind.GeoJson => new("Es GeoJSON: los límites van en geometry-districts o geometry-municipalities.", "It is GeoJSON: boundaries go into geometry-districts or geometry-municipalities."),
        FileKind.JsonLines => new(
            "Es JSON con un objeto por línea. Envía un solo arreglo: [ … ], con comas entre los objetos.", "It is JSON with an object a line. Send one array: [ … ], with commas between the objects."),
        FileKind.Zip => new("Es un archivo comprimido. Descomprímelo y envía el archivo que contiene.", "It is a compressed archive. Unpack it and send the file that it holds."),
        FileKind.Image => new("Es una imagen. Envía la tabla como XLSX o CSV.", "It is an image. Send the table as XLSX or CSV."),
        // Of a later version.
        _ => new($"Es un archivo de otro formato ({kind}).", $"It is a file of another format ({kind})."),
    };
}
