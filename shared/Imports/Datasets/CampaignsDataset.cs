using ServerlessDecide.Content;
using ServerlessDecide.Information;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Imports;

/// <summary>The campaigns whose visits are counted.</summary>
internal sealed class CampaignsDataset : IDataset
{
    /// <summary>A limit, because each campaign is a cell that every instance may hold in memory.</summary>
    private const int MaxCampaigns = 200;

    private static readonly Column Id = new("id", Slug.Shape);
    private static readonly Column Title = Column.Title("name");

    public string Name => "campaigns";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyList<Column> Columns { get; } = [Id, Title];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        if (rows.Count > MaxCampaigns) errors.Add(rows[MaxCampaigns].Number, Id.Name, ImportErrorCode.TooManyRows, $"{MaxCampaigns}");
        var contenders = context.Current.Contenders.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        return context.Current with { Campaigns = DatasetItems.Read(rows, Id, errors, (r, _) => Read(r, contenders), c => c.Id) };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Campaigns, after.Campaigns, c => c.Id, ContentJson.Default.Campaign);

    private static Campaign Read(RowReader r, HashSet<string> contenders)
    {
        var id = r.Matching(Id);
        // The first is the name of all undeclared campaigns; the id of a contender would give statistics about that contender.
        if (id == UsageNames.OtherCampaign || contenders.Contains(id)) r.Fail(Id, ImportErrorCode.BadValue, id);
        return new Campaign(id, r.Name(Title));
    }
}
