using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Imports;

/// <summary>
/// Proposals come as JSON, in the shape in which they are served. When a proposal was published and how often it changed are not read from
/// the file; they follow from what was published before.
/// </summary>
internal sealed class ProposalsDataset : IDataset
{
    private static readonly Column Id = new("id", Slug.Shape);
    private static readonly Column Candidate = new("candidate", new(
        "quien encabeza una fórmula o planilla de la lista de candidaturas", "who heads a formula or slate of the list of candidates"));

    private static readonly Column Contender = new("contender", CellRule.Text, IsOptional: true);
    private static readonly Column Topic = new("topic", Slug.Shape);
    private static readonly Column Title = Column.Title("title");
    private static readonly Column Text = new("text", CellRule.Text, MaxLength: 5_000);

    public string Name => "proposals";

    public ImportFormat Format => ImportFormat.Json;

    public IReadOnlyList<Column> Columns { get; } = [Id, Candidate, Contender, Topic, Title, Text];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var before = context.Current.Proposals.ToDictionary(p => p.Id, StringComparer.Ordinal);
        var heads = context.Current.Candidates.Where(c => c.Head).ToDictionary(c => c.Id, c => c.Contender, StringComparer.Ordinal);
        // A candidate who was replaced keeps the proposals that were published.
        foreach (var proposal in context.Current.Proposals) heads.TryAdd(proposal.Candidate, proposal.Contender);
        var topics = new UnnamedTopics(context.Current);
        var proposals = DatasetItems.Read(rows, Id, errors, (r, _) => Read(r, heads, before, topics, context.Now), p => p.Id);
        if (context.InUse.Contains(TargetKind.Proposal))
        {
            DatasetItems.KeepOwners(context.Current.Proposals, proposals, p => p.Id, p => p.Contender, Id, errors);
        }

        return context.Current with { Proposals = proposals };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Proposals, after.Proposals, p => p.Id, ContentJson.Default.Proposal);

    private static Proposal Read(
        RowReader r, Dictionary<string, string> heads, Dictionary<string, Proposal> before, UnnamedTopics topics, DateTimeOffset now)
    {
        var candidate = r.Reference(Candidate, heads.ContainsKey);
        var contender = heads.GetValueOrDefault(candidate, "");
        if (r.OptionalText(Contender) is { } claimed && claimed != contender && contender.Length > 0) r.Fail(Contender, ImportErrorCode.BadValue, claimed);
        var read = new Proposal(r.Matching(Id), candidate, contender, topics.Check(r, Topic, r.Matching(Topic)), r.Name(Title), r.Text(Text), now, 1);
        if (!before.TryGetValue(read.Id, out var published)) return read;
        return read.SaysTheSameAs(published) ? published : read with { Version = published.Version + 1 };
    }
}
