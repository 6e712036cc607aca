using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Exports;

namespace ServerlessDecide.Downloads;

/// <summary>The competitiveness blocks, a territory a row: the columns of their import, then names.</summary>
public static class BlockTable
{
    public static Table Table { get; } = new(
        "blocks",
        new("Bloques de competitividad", "Competitiveness blocks"),
        new(
            "En qué bloque tiene cada actor político cada territorio, por su último resultado ahí, y quién encabeza.",
            "In which block each contender has each territory, by its last result there, and who is at the head."),
        [
            new("contender", 22, new("Actor político", "Contender"), new("Clave del actor político.", "Id of the contender.")),
            new("scope", 14, new("Ámbito", "Scope"), new("Si el territorio es un distrito o un municipio.", "Whether the territory is a district or a municipality."))
            {
                Words = [new("legislature", new("Legislatura", "Legislature")), new("council", new("Ayuntamiento", "Council"))],
            },
            new("territory", 12, new("Territorio", "Territory"), new("Número del distrito o clave del municipio.", "Number of the district or code of the municipality.")),
            new("block", 12, new("Bloque", "Block"), new("Qué tan competitivo fue ahí el actor político la última vez.", "How competitive the contender was there the last time."))
            {
                Words = [new("low", new("Baja", "Low")), new("medium", new("Media", "Medium")), new("high", new("Alta", "High"))],
            },
            new("gender", 14, new("Género", "Gender"), new("De quien encabeza la fórmula o planilla; vacío si nadie encabeza.", "Of the head of the formula or slate; empty where there is none."))
            {
                IsOptional = true,
                Words = [new("f", new("Mujer", "Woman")), new("m", new("Hombre", "Man")), new("x", new("No binario", "Nonbinary"))],
            },
            NameColumns.Contender, NameColumns.DistrictSeat, NameColumns.Municipality,
        ])
    { Key = ["contender", "scope", "territory"] };

    public static IEnumerable<string[]> Rows(ContentIndex content)
    {
        var names = content.Names;
        return content.All.Blocks.Select(t => (string[])
        [
            t.Contender,
            t.Scope.Name(),
            t.Territory,
            t.Level.Name(),
            t.Gender?.Name() ?? "",
            names.Contender(t.Contender),
            t.Scope == ContestScope.Legislature ? names.DistrictSeat(t.Territory) : "",
            t.Scope == ContestScope.Council ? names.Municipality(t.Territory) : "",
        ]);
    }
}
