using System.Text;
using CsvHelper;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>A test on the real data of 2021, which are not part of the repository. Skipped, with a message, if they are not present.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute()
    {
        if (Repository.RealData is null) Skip = Skips.Because(Skips.RealData, "The real data of 2021 are not present: name their folder in SERVERLESSDECIDE_DATA.");
    }
}

/// <summary>Converts the catalogues of 2021 to the files an institute would import.</summary>
internal static class RealData
{
    public static string Districts => Csv("number,seat", "distritos_locales.csv", row => [row("distrito_local"), row("cabecera")]);

    public static string Municipalities => Csv(
        "code,name,lat,lon", "municipios.csv", row => [row("municipio_inegi"), row("nombre"), row("cabecera_lat"), row("cabecera_lon")]);

    public static string Sections => Csv(
        "section,municipality,district,registeredVoters",
        "secciones.csv",
        row => [row("seccion"), row("municipio_inegi"), row("distrito_local"), row("lista_nominal_2021")]);

    public static string Contenders => Csv(
        "id,name,shortName,kind,members,color,elected",
        "partidos_2021.csv",
        row => [Id(row("clave")), row("nombre"), row("clave"), "party", "", row("color_hex"), ""]);

    /// <summary>
    /// The parties, the coalitions, the common candidacies, and as many independents as any municipality had. A coalition and a common
    /// candidacy of the same parties are two contenders: on the ballot the coalition has its members' emblems, the candidacy one of its own.
    /// </summary>
    public static string AllContenders => Contenders
        + Lines("coaliciones_2021.csv", row => [Id(row("clave")), row("nombre"), row("clave"), KindOf(row("tipo")), Members(row("partidos")), "#808080", ""])
        + string.Concat(Enumerable.Range(1, 15).Select(n => $"independiente-{n},Independiente {n},IND{n},independent,,#303030,\r\n"));

    /// <summary>The contenders in Atlautla in 2022.</summary>
    public static string ContendersOfAtlautla => Contenders
        + "pan-pri,PAN y PRI,PAN-PRI,coalition,pan|pri,#808080,\r\npt-morena,PT y Morena,PT-MORENA,coalition,pt|morena,#808080,\r\n";

    /// <summary>Boundaries by the property <c>distrito</c>.</summary>
    public static string DistrictBoundaries => Text("geography/edomex_distritos_locales_2021.geojson");

    /// <summary>Boundaries by the property <c>inegi</c>.</summary>
    public static string MunicipalityBoundaries => Text("geography/edomex_municipios_2021.geojson");

    public static IReadOnlyList<string> ContenderIds { get; } = [.. Rows("partidos_2021.csv").Select(row => Id(row("clave")))];

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.RealData!, file));

    private static string Id(string key) => key.ToLowerInvariant();

    private static string KindOf(string type) => type.StartsWith("coalición", StringComparison.Ordinal) ? "coalition" : "commonCandidacy";

    private static string Members(string keys) => string.Join('|', keys.Split('|').Select(Id));

    private static string Csv(string header, string file, Func<Func<string, string>, string[]> convert) => header + "\r\n" + Lines(file, convert);

    private static string Lines(string file, Func<Func<string, string>, string[]> convert)
    {
        var text = new StringBuilder();
        foreach (var row in Rows(file)) text.AppendJoin(',', convert(row).Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
        return text.ToString();
    }

    private static IEnumerable<Func<string, string>> Rows(string file) => RowsOf("catalogues/" + file);

    /// <summary>Returns the rows of a file of the real data; each gives its cells by name.</summary>
    public static IEnumerable<Func<string, string>> RowsOf(string file)
    {
        if (Repository.RealData is null) yield break;
        using var reader = CsvReader.FromFile(Path.Combine(Repository.RealData, file), new CsvReaderOptions { Separator = ',' });
        while (reader.Read()) yield return reader.GetString;
    }
}
