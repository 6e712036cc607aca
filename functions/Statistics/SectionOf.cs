using ServerlessDecide.Functions.Candidacies;
using ServerlessDecide.Functions.ElectionResults;
using ServerlessDecide.Functions.Geography;
using ServerlessDecide.Functions.Information;
using ServerlessDecide.Functions.Processes;
using ServerlessDecide.Functions.Publishing;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>The section of the tool to which a function's answers belong. Never what of it was asked for: no term, no platform, no candidate.</summary>
internal static class SectionOf
{
    private static readonly Dictionary<string, ToolSection> Functions = new(StringComparer.Ordinal)
    {
        [nameof(GetCalendarFile)] = ToolSection.Calendar,
        [nameof(ListTerms)] = ToolSection.Glossary,
        [nameof(GetTerm)] = ToolSection.Glossary,
        [nameof(ListOffices)] = ToolSection.Offices,
        [nameof(GetOffice)] = ToolSection.Offices,
        [nameof(ListDistricts)] = ToolSection.Geography,
        [nameof(GetDistrict)] = ToolSection.Geography,
        [nameof(GetDistrictBoundaries)] = ToolSection.Geography,
        [nameof(ListMunicipalities)] = ToolSection.Geography,
        [nameof(GetMunicipality)] = ToolSection.Geography,
        [nameof(GetMunicipalityBoundaries)] = ToolSection.Geography,
        [nameof(GetSection)] = ToolSection.Geography,
        [nameof(GetLocation)] = ToolSection.Geography,
        [nameof(ListContenders)] = ToolSection.Contenders,
        [nameof(GetContender)] = ToolSection.Contenders,
        [nameof(ListPlatforms)] = ToolSection.Platforms,
        [nameof(GetPlatform)] = ToolSection.Platforms,
        [nameof(ListTopics)] = ToolSection.Platforms,
        [nameof(ListContests)] = ToolSection.Candidates,
        [nameof(GetContest)] = ToolSection.Candidates,
        [nameof(ListCandidates)] = ToolSection.Candidates,
        [nameof(GetCandidate)] = ToolSection.Candidates,
        [nameof(GetProposal)] = ToolSection.Candidates,
        [nameof(ListResults)] = ToolSection.Results,
        [nameof(GetDistrictResult)] = ToolSection.Results,
        [nameof(GetMunicipalityResult)] = ToolSection.Results,
        [nameof(GetStatistics)] = ToolSection.Statistics,
        [nameof(GetSectionTable)] = ToolSection.Downloads,
        [nameof(GetCandidatesCsv)] = ToolSection.Downloads,
        [nameof(GetCandidatesJson)] = ToolSection.Downloads,
        [nameof(GetCandidatesXlsx)] = ToolSection.Downloads,
        [nameof(GetPopolo)] = ToolSection.Downloads,
        [nameof(GetResultTable)] = ToolSection.Downloads,
        [nameof(GetStatisticsTable)] = ToolSection.Downloads,
    };

    /// <summary>Null when a function's answers are not counted.</summary>
    public static ToolSection? Function(string name) => Functions.TryGetValue(name, out var section) ? section : null;
}
