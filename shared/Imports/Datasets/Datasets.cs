namespace ServerlessDecide.Imports;

/// <summary>All datasets.</summary>
public static class Datasets
{
    /// <summary>In an order in which they can be imported: each may refer to those before it.</summary>
    public static IReadOnlyList<IDataset> All { get; } =
    [
        new TopicsDataset(), new GlossaryDataset(), new OfficesDataset(),
        new DistrictsDataset(), new MunicipalitiesDataset(), new SectionsDataset(),
        BoundariesDataset.OfDistricts, BoundariesDataset.OfMunicipalities,
        new ContendersDataset(), new PlatformsDataset(), new BlocksDataset(), new CandidatesDataset(), new ProposalsDataset(), new ResultsDataset(),
        new CampaignsDataset(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(d => d.Name)];

    public static IDataset? Find(string name) => All.FirstOrDefault(d => d.Name == name);
}
