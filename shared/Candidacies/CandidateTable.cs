using System.Globalization;
using ServerlessDecide.Exports;

namespace ServerlessDecide.Candidacies;

/// <summary>The list of candidates as a table, with the columns of its import.</summary>
public static class CandidateTable
{
    public static IReadOnlyList<TableColumn> Columns { get; } =
    [
        new("id", 28), new("name", 40), new("contender", 22), new("office", 14), new("contest", 18), new("position", 9, IsNumber: true), new("role", 10),
        new("gender", 12), new("head", 7),
    ];

    public static string[] RowOf(Candidate candidate) =>
    [
        candidate.Id,
        candidate.Name,
        candidate.Contender,
        candidate.Office,
        candidate.Contest,
        candidate.Position.ToString(CultureInfo.InvariantCulture),
        candidate.Role.Name(),
        candidate.Gender,
        // Text, because a spreadsheet shows a boolean in its own language.
        candidate.Head ? "true" : "false",
    ];
}
