using ServerlessDecide.Content;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Imports;

/// <summary><c>id,name</c></summary>
internal sealed class CampaignsDataset : IDataset
{
    /// <summary>Each of them is a cell that every instance may hold in memory.</summary>
    private const int MaxCampaigns = 200;

    public string Name => "campaigns";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyCollection<string> Columns => ["id", "name"];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        if (rows.Count > MaxCampaigns) errors.Add(rows[MaxCampaigns].Number, "id", ImportErrorCode.TooManyRows, $"{MaxCampaigns}");
        var contenders = context.Current.Contenders.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        return context.Current with { Campaigns = Datasets.ReadItems(rows, "id", errors, (r, _) => Read(r, contenders), c => c.Id) };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Campaigns, after.Campaigns, c => c.Id, ContentJson.Default.Campaign);

    private static Campaign Read(RowReader r, HashSet<string> contenders)
    {
        var id = r.Id("id");
        // One is what all undeclared ones are called; a contender's would be statistics about that contender.
        if (id == UsageNames.OtherCampaign || contenders.Contains(id)) r.Fail("id", ImportErrorCode.BadValue, id);
        return new Campaign(id, r.Name("name"));
    }
}
