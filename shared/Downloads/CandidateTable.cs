using System.Globalization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Exports;

namespace ServerlessDecide.Downloads;

/// <summary>The list of candidates as a table: the columns of its import, then names.</summary>
public static class CandidateTable
{
    public static Table Table { get; } = new(
        "candidates",
        new("Candidaturas", "Candidates"),
        new("Todas las personas registradas, propietarias y suplentes, una por fila.", "Every registered person, owners and alternates, one a row."),
        [
            new("id", 28, new("Clave", "Id"), new("Identifica a la candidatura en esta elección.", "Identifies the candidate in this election.")),
            new("name", 40, new("Nombre", "Name"), new("Nombre completo, como se registró.", "Full name, as registered.")),
            new("contender", 22, new("Actor político", "Contender"), new("Clave del partido, coalición, candidatura común o independiente que la registró.", "Id of the party, coalition, common candidacy or independent that registered it.")),
            new("office", 14, new("Cargo", "Office"), new("Clave del cargo.", "Id of the office.")),
            new("contest", 18, new("Elección", "Contest"), new(
                "Clave de la elección: legislature-7 es el distrito 7, council-15106 el ayuntamiento del municipio 15106, legislature la lista estatal de representación proporcional.",
                "Id of the contest: legislature-7 is district 7, council-15106 the council of municipality 15106, legislature the state-wide proportional list.")),
            new("position", 11, new("Posición", "Position"), new("Lugar en la fórmula, planilla o lista, desde 1.", "Place in the formula, slate or list, from 1.")) { Kind = ColumnKind.Number },
            new("role", 14, new("Carácter", "Role"), new("Si ocupa el cargo o suple a quien lo ocupa.", "Whether the person takes the seat or stands in."))
            {
                Words = [new("owner", new("Propietaria", "Owner")), new("alternate", new("Suplente", "Alternate"))],
            },
            new("gender", 12, new("Género", "Gender"), new("Como lo registró el instituto.", "As the institute registered it."))
            {
                Words = [new("female", new("Mujer", "Female")), new("male", new("Hombre", "Male")), new("nonbinary", new("No binario", "Nonbinary"))],
                IsClosed = false,
            },
            // Text in a workbook, because a spreadsheet shows a boolean in its own language.
            new("head", 12, new("Encabeza", "Heads"), new("Si encabeza la fórmula distrital o la planilla municipal.", "Whether the person heads the district formula or the municipal slate."))
            {
                Kind = ColumnKind.Flag,
                Words = [new("true", new("Sí", "Yes")), new("false", new("No", "No"))],
            },
            NameColumns.Contender, NameColumns.Office, NameColumns.Contest, NameColumns.DistrictSeat, NameColumns.Municipality,
        ])
    { Key = ["id"] };

    /// <param name="language">The language of what the software names: <c>en</c> for English; Spanish otherwise.</param>
    public static string[] RowOf(Candidate candidate, ContentNames names, string? language)
    {
        var (seat, municipality) = names.TerritoryOf(candidate.Contest);
        return
        [
            candidate.Id,
            candidate.Name,
            candidate.Contender,
            candidate.Office,
            candidate.Contest,
            candidate.Position.ToString(CultureInfo.InvariantCulture),
            candidate.Role.Name(),
            candidate.Gender,
            candidate.Head ? "true" : "false",
            names.Contender(candidate.Contender),
            names.Office(candidate.Office),
            names.Contest(candidate.Contest, language),
            seat,
            municipality,
        ];
    }
}
