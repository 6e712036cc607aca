using ServerlessDecide.Content;
using ServerlessDecide.Publishing;

namespace ServerlessDecide.Imports;

/// <summary>
/// Proposals come as JSON, in the shape in which they are served. When a proposal was published and how often it changed is not read from
/// the file: it follows from what was published before.
/// </summary>
internal sealed class ProposalsDataset : IDataset
{
    private const int MaxText = 5_000;

    public string Name => "proposals";

    public ImportFormat Format => ImportFormat.Json;

    public IReadOnlyCollection<string> Columns => [];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var before = context.Current.Proposals.ToDictionary(p => p.Id, StringComparer.Ordinal);
        var heads = context.Current.Candidates.Where(c => c.Head).ToDictionary(c => c.Id, c => c.Contender, StringComparer.Ordinal);
        // Who was replaced goes on having proposed what was published.
        foreach (var proposal in context.Current.Proposals) heads.TryAdd(proposal.Candidate, proposal.Contender);
        var proposals = Datasets.ReadItems(rows, "id", errors, (r, _) => Read(r, heads, before, context.Now), p => p.Id);
        if (context.ProposalsInUse)
        {
            var owners = proposals.ToDictionary(p => p.Id, p => p.Contender, StringComparer.Ordinal);
            foreach (var lost in context.Current.Proposals.Where(p => owners.GetValueOrDefault(p.Id) != p.Contender))
            {
                errors.Add(0, "id", ImportErrorCode.InUse, lost.Id);
            }
        }

        return context.Current with { Proposals = proposals };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Proposals, after.Proposals, p => p.Id, ContentJson.Default.Proposal);

    private static Proposal Read(
        RowReader r, Dictionary<string, string> heads, Dictionary<string, Proposal> before, DateTimeOffset now)
    {
        var candidate = r.Reference("candidate", heads.ContainsKey);
        var contender = heads.GetValueOrDefault(candidate, "");
        if (r.OptionalText("contender") is { } claimed && claimed != contender && contender.Length > 0) r.Fail("contender", ImportErrorCode.BadValue, claimed);
        var read = new Proposal(r.Id("id"), candidate, contender, r.Id("topic"), r.Name("title"), r.Text("text", MaxText), now, 1);
        if (!before.TryGetValue(read.Id, out var published)) return read;
        return read.SaysTheSameAs(published) ? published : read with { Version = published.Version + 1 };
    }
}
