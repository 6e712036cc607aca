using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.OpenApi;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>The list of candidates for download.</summary>
internal sealed record CandidateFile(IReadOnlyList<CandidateFileRow> Items);

/// <summary>A candidate in a download: a row of the list, and what its ids are called. An unknown name is empty.</summary>
/// <param name="ContestName">What is voted for, and where.</param>
/// <param name="DistrictSeat">Empty where the contest is of no district.</param>
/// <param name="MunicipalityName">Empty where the contest is of no municipality.</param>
internal sealed record CandidateFileRow(
    string Id,
    string Name,
    string Contender,
    string Office,
    string Contest,
    int Position,
    [NamesOf(typeof(CandidacyRole))] string Role,
    string Gender,
    bool Head,
    string ContenderName,
    string OfficeName,
    string ContestName,
    string DistrictSeat,
    string MunicipalityName)
{
    /// <param name="language">The language of what the software names: <c>en</c> for English; Spanish otherwise.</param>
    public static CandidateFileRow From(Candidate candidate, ContentNames names, string? language)
    {
        var (seat, municipality) = names.TerritoryOf(candidate.Contest);
        return new(
            candidate.Id,
            candidate.Name,
            candidate.Contender,
            candidate.Office,
            candidate.Contest,
            candidate.Position,
            candidate.Role.Name(),
            candidate.Gender,
            candidate.Head,
            names.Contender(candidate.Contender),
            names.Office(candidate.Office),
            names.Contest(candidate.Contest, language),
            seat,
            municipality);
    }
}
