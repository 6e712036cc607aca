using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Imports;

/// <summary>Platforms come as JSON, in the shape in which they are served.</summary>
internal sealed class PlatformsDataset : IDataset
{
    private static readonly Column Id = new("id", Slug.Shape);
    private static readonly Column Contender = new("contender", CellRule.Text);
    private static readonly Column Scope = new("scope", CellRule.OneOf<ContestScope>());
    private static readonly Column Title = Column.Title("title");

    private static readonly Column SectionId = new("id", Slug.Shape);
    private static readonly Column SectionTopic = new("topic", Slug.Shape);
    private static readonly Column SectionHeading = Column.Title("heading");
    private static readonly Column SectionText = new("text", CellRule.Text, MaxLength: 100_000);

    private static readonly Column Sections = new("sections", new(
        "una lista de objetos con id, topic, heading y text", "a list of objects with id, topic, heading and text"))
    {
        Items = [SectionId, SectionTopic, SectionHeading, SectionText],
    };

    private static readonly Column DocumentUrl = new(
        "documentUrl",
        new("una dirección completa que empiece con http:// o https://", "a whole address that begins with http:// or https://")
        {
            Test = text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http",
        },
        IsOptional: true);

    private static readonly Column Sha256 = new(
        "sha256",
        new("64 dígitos hexadecimales, con las letras en minúsculas", "64 hexadecimal digits in lower case")
        {
            Test = text => text.Length == 64 && text.All(char.IsAsciiHexDigitLower),
        },
        IsOptional: true);

    private static readonly Column RegisteredBy = new("registeredBy", CellRule.Text, IsOptional: true);

    public string Name => "platforms";

    public ImportFormat Format => ImportFormat.Json;

    public IReadOnlyList<Column> Columns { get; } = [Id, Contender, Scope, Title, Sections, DocumentUrl, Sha256, RegisteredBy];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var contenders = context.Current.Contenders.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var topics = new UnnamedTopics(context.Current);
        var platforms = DatasetItems.Read(rows, Id, errors, (r, row) => Read(r, row, contenders, topics), p => p.Id);
        if (context.InUse.Contains(TargetKind.Platform))
        {
            DatasetItems.KeepOwners(context.Current.Platforms, platforms, p => p.Id, p => p.Contender, Id, errors);
        }

        return context.Current with { Platforms = platforms };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Platforms, after.Platforms, p => p.Id, ContentJson.Default.Platform);

    private static Platform Read(RowReader r, ImportRow row, HashSet<string> contenders, UnnamedTopics topics)
    {
        var document = r.OptionalText(DocumentUrl) is null ? null : r.Matching(DocumentUrl);
        var hash = r.OptionalText(Sha256) is null ? null : r.Matching(Sha256);
        // A hash without a document is an error; a document whose hash is not known yet is still published.
        if (document is null && hash is not null) r.Fail(DocumentUrl, ImportErrorCode.Required);
        if (document is not null && hash is null) r.Warn(Sha256, ImportErrorCode.NoHash, document);
        return new Platform(
            r.Matching(Id),
            r.Reference(Contender, contenders.Contains),
            r.OneOf<ContestScope>(Scope),
            r.Name(Title),
            ReadSections(r, row, topics),
            document,
            hash,
            r.OptionalText(RegisteredBy));
    }

    private static List<PlatformSection> ReadSections(RowReader r, ImportRow row, UnnamedTopics topics)
    {
        var inner = new ImportErrors();
        var raw = row[Sections];
        var rows = raw.Length == 0 ? [] : ImportRows.ReadJson(raw, inner, row.Trust);
        if (rows.Count == 0)
        {
            r.Fail(Sections, raw.Length == 0 ? ImportErrorCode.Required : ImportErrorCode.BadValue);
            return [];
        }

        var sections = DatasetItems.Read(
            rows,
            SectionId,
            inner,
            (s, _) => new PlatformSection(
                s.Matching(SectionId), s.Matching(SectionTopic), s.Name(SectionHeading), s.Text(SectionText)),
            s => s.Id);
        foreach (var section in sections) topics.Check(r, Sections, section.Topic);
        // Errors within the list name the place within it: sections[2].heading.
        foreach (var e in inner.Reported) r.Fail($"{Sections.Name}[{Math.Max(e.Row - 1, 0)}].{e.Column}", e.Code, e.Value);
        return sections;
    }
}
