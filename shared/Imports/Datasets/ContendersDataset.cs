using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;

namespace ServerlessDecide.Imports;

/// <summary>The contenders of the process.</summary>
internal sealed class ContendersDataset : IDataset
{
    private static readonly Column Id = new("id", Slug.Shape);
    private static readonly Column Title = Column.Title("name");
    private static readonly Column ShortName = Column.Title("shortName", 40);
    private static readonly Column Kind = new("kind", CellRule.OneOf<ContenderKind>());
    private static readonly Column Members = new("members", new(
        "dos o más partidos distintos, separados por |, si es una coalición o candidatura común; ninguno en los demás casos",
        "two different parties or more, with | between them, for a coalition or common candidacy; none for others"));

    private static readonly Column Color = new("color", new("#rrggbb, con dígitos hexadecimales", "#rrggbb, with hexadecimal digits")
    {
        Test = text => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit),
    });

    private static readonly Column Elected = new("elected", CellRule.Flag);

    public string Name => "contenders";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyList<Column> Columns { get; } = [Id, Title, ShortName, Kind, Members, Color, Elected];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var parties = rows.Where(row => row[Kind] == ContenderKind.Party.Name()).Select(row => row[Id]).ToHashSet(StringComparer.Ordinal);
        var contenders = DatasetItems.Read(rows, Id, errors, (r, _) => Read(r, parties), c => c.Id);
        DatasetItems.KeepReferenced(
            context.Current.Platforms.Select(p => p.Contender)
                .Concat(context.Current.Blocks.Select(b => b.Contender))
                .Concat(context.Current.Candidates.Select(c => c.Contender))
                .Concat(context.Current.Proposals.Select(p => p.Contender))
                .Concat(context.Current.Results.SelectMany(r => r.Options).SelectMany(o => o.Contenders)),
            contenders,
            c => c.Id,
            Id,
            errors);
        return context.Current with { Contenders = contenders };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Contenders, after.Contenders, c => c.Id, ContentJson.Default.Contender);

    private static Contender Read(RowReader r, HashSet<string> parties)
    {
        var kind = r.OneOf<ContenderKind>(Kind);
        var members = r.List(Members);
        foreach (var member in members.Where(m => !parties.Contains(m))) r.Fail(Members, ImportErrorCode.UnknownReference, member);
        var joint = kind is ContenderKind.Coalition or ContenderKind.CommonCandidacy;
        if (joint != members.Count >= 2 || members.Distinct(StringComparer.Ordinal).Count() != members.Count)
        {
            r.Fail(Members, ImportErrorCode.BadValue, string.Join('|', members));
        }

        bool? elected = r.OptionalText(Elected) is null ? null : r.Flag(Elected);
        return new Contender(r.Matching(Id), r.Name(Title), r.Name(ShortName), kind, members, r.Matching(Color), elected);
    }
}
