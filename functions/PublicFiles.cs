using ServerlessDecide.Functions.Candidacies;
using ServerlessDecide.Functions.Downloads;
using ServerlessDecide.Functions.ElectionResults;
using ServerlessDecide.Functions.Geography;
using ServerlessDecide.Functions.Processes;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Functions.Statistics;

namespace ServerlessDecide.Functions;

/// <summary>Every public file of a process, in the order of the data package. A test finds the file that is missing here.</summary>
internal static class PublicFiles
{
    public static readonly IReadOnlyList<PublicFile> All =
    [
        CandidateDownload.Csv.File, CandidateDownload.Json.File, CandidateDownload.Xlsx.File,
        Blocks.TableFile,
        TerritoryResults.TableFile,
        GetStatisticsTable.TableFile,
        Sections.TableFile, Districts.BoundariesFile, Municipalities.BoundariesFile,
        GetPopolo.File,
        GetCalendarFile.File,
        DataDictionary.TableFile,
    ];
}
