using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;

namespace ServerlessDecide.Imports;

/// <summary>The names of topics. A topic without one is shown by its id, so files from before there were names stay valid.</summary>
internal sealed class TopicsDataset : IDataset
{
    private static readonly Column Id = new("id", Slug.Shape);
    private static readonly Column Title = Column.Title("name");

    public string Name => "topics";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyList<Column> Columns { get; } = [Id, Title];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var current = context.Current;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var topics = DatasetItems.Read(rows, Id, errors, (r, _) => Read(r, names), t => t.Id);
        var used = current.Platforms.SelectMany(p => p.Sections).Select(s => s.Topic)
            .Concat(current.Proposals.Select(p => p.Topic))
            .Concat(current.Glossary.Select(t => t.Topic));
        foreach (var unnamed in used.Except(topics.Select(t => t.Id), StringComparer.Ordinal)) errors.Warn(0, Id.Name, ImportErrorCode.NoTopicName, unnamed);
        return current with { Topics = topics };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Topics, after.Topics, t => t.Id, ContentJson.Default.Topic);

    private static Topic Read(RowReader r, HashSet<string> names)
    {
        var name = r.Name(Title);
        // A reader could not tell the two topics apart.
        if (name.Length > 0 && !names.Add(SpanishText.Fold(name))) r.Fail(Title, ImportErrorCode.Duplicate, name);
        return new Topic(r.Matching(Id), name);
    }
}

/// <summary>Warns, once for each, of topics that are not among the imported ones; of none while no topics were imported.</summary>
internal sealed class UnnamedTopics(ProcessContent content)
{
    private readonly HashSet<string>? known = content.Topics.Count == 0 ? null : content.Topics.Select(t => t.Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>Returns the topic, with a warning at this row if it is the first with an unnamed one.</summary>
    public string Check(RowReader r, Column column, string topic)
    {
        if (topic.Length > 0 && known?.Add(topic) == true) r.Warn(column, ImportErrorCode.NoTopicName, topic);
        return topic;
    }
}
