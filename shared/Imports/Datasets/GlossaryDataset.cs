using ServerlessDecide.Content;
using ServerlessDecide.Information;

namespace ServerlessDecide.Imports;

/// <summary>The terms that the tool explains.</summary>
internal sealed class GlossaryDataset : IDataset
{
    private const int MaxText = 3_000;

    private static readonly Column Id = new("id", Slug.Shape);
    private static readonly Column Word = Column.Title("term");
    private static readonly Column Definition = new("definition", CellRule.Text, MaxLength: MaxText);
    private static readonly Column EasyRead = new("easyRead", CellRule.Text, MaxLength: MaxText);
    private static readonly Column Topic = new("topic", Slug.Shape);
    private static readonly Column SeeAlso = new("seeAlso", CellRule.Text);

    public string Name => "glossary";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyList<Column> Columns { get; } = [Id, Word, Definition, EasyRead, Topic, SeeAlso];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var ids = rows.Select(row => row[Id]).ToHashSet(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var topics = new UnnamedTopics(context.Current);
        return context.Current with { Glossary = DatasetItems.Read(rows, Id, errors, (r, _) => Read(r, ids, names, topics), t => t.Id) };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Glossary, after.Glossary, t => t.Id, ContentJson.Default.Term);

    private static Term Read(RowReader r, HashSet<string> ids, HashSet<string> names, UnnamedTopics topics)
    {
        var id = r.Matching(Id);
        var name = r.Name(Word);
        // A reader could not tell the two entries apart.
        if (name.Length > 0 && !names.Add(SpanishText.Fold(name))) r.Fail(Word, ImportErrorCode.Duplicate, name);
        var seeAlso = r.List(SeeAlso);
        foreach (var other in seeAlso.Where(other => other == id || !ids.Contains(other))) r.Fail(SeeAlso, ImportErrorCode.UnknownReference, other);
        var topic = topics.Check(r, Topic, r.Matching(Topic));
        return new Term(id, name, r.Text(Definition), r.OptionalText(EasyRead), [.. seeAlso.Distinct(StringComparer.Ordinal)], topic);
    }
}
