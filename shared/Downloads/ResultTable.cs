using System.Globalization;
using ServerlessDecide.Content;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Exports;

namespace ServerlessDecide.Downloads;

/// <summary>The counts line by line: the columns of their import, then names.</summary>
public static class ResultTable
{
    private static readonly ColumnWord[] Counted =
    [
        new(ResultLine.Null, new("Votos nulos", "Null votes")),
        new(ResultLine.Unregistered, new("Candidaturas no registradas", "Unregistered candidates")),
        new(ResultLine.RegisteredVoters, new("Lista nominal", "Registered voters")),
    ];

    public static Table Table { get; } = new(
        "results",
        new("Resultados", "Results"),
        new("Los votos de cada opción en cada territorio, una opción por fila.", "The votes of each option in each territory, one option a row."),
        [
            new("level", 12, new("Nivel", "Level"), new("De qué clase de territorio es el cómputo.", "The kind of territory of the count."))
            {
                Words = [new("district", new("Distrito", "District")), new("municipality", new("Municipio", "Municipality"))],
            },
            new("territory", 12, new("Territorio", "Territory"), new("Número del distrito o clave del municipio.", "Number of the district or code of the municipality.")),
            new("option", 26, new("Opción", "Option"), new(
                "Clave del actor político, o de los partidos que se marcaron juntos, unidas por +; o qué otra cosa cuenta la fila.",
                "Id of the contender, or of the parties that were marked together, joined by +; or what else the row counts."))
            {
                Words = Counted,
                IsClosed = false,
            },
            new("votes", 12, new("Votos", "Votes"), new("Votos; en la lista nominal, personas.", "Votes; of the nominal list, persons.")) { Kind = ColumnKind.Number },
            new("status", 14, new("Estado", "Status"), new("Qué tan firme es el cómputo.", "How final the count is."))
            {
                Words =
                [
                    new("provisional", new("Preliminar", "Provisional")), new("definitive", new("Definitivo", "Definitive")), new("corrected", new("Corregido", "Corrected")),
                ],
            },
            new("source", 40, new("Fuente", "Source"), new("De dónde viene el cómputo.", "Where the count comes from.")),
            NameColumns.Option, NameColumns.DistrictSeat, NameColumns.Municipality,
        ])
    { Key = ["level", "territory", "option"] };

    /// <param name="language">The language of what the software names: <c>en</c> for English; Spanish otherwise.</param>
    public static IEnumerable<string[]> RowsOf(TerritoryResult result, ContentNames names, string? language)
    {
        var isDistrict = result.Level == ResultLevel.District;
        var seat = isDistrict ? names.DistrictSeat(result.Territory) : "";
        var municipality = isDistrict ? "" : names.Municipality(result.Territory);
        return result.Lines().Select(line => (string[])
        [
            result.Level.Name(),
            result.Territory,
            line.Option,
            line.Votes.ToString(CultureInfo.InvariantCulture),
            result.Status.Name(),
            result.Source,
            Array.Find(Counted, w => w.Word == line.Option)?.Title.In(language) ?? string.Join(" + ", line.Option.Split('+').Select(names.Contender)),
            seat,
            municipality,
        ]);
    }
}
