using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;

namespace ServerlessDecide.Imports;

/// <summary><c>id,name,shortName,kind,members,color,elected</c></summary>
internal sealed class ContendersDataset : IDataset
{
    public string Name => "contenders";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyCollection<string> Columns => ["id", "name", "shortName", "kind", "members", "color", "elected"];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var parties = rows.Where(row => row["kind"] == "party").Select(row => row["id"]).ToHashSet(StringComparer.Ordinal);
        var contenders = Datasets.ReadItems(rows, "id", errors, (r, _) => Read(r, parties), c => c.Id);
        Datasets.KeepReferenced(
            context.Current.Platforms.Select(p => p.Contender)
                .Concat(context.Current.Candidates.Select(c => c.Contender))
                .Concat(context.Current.Proposals.Select(p => p.Contender))
                .Concat(context.Current.Results.SelectMany(r => r.Options).SelectMany(o => o.Contenders)),
            contenders.Select(c => c.Id).ToHashSet(StringComparer.Ordinal),
            "id",
            errors);
        return context.Current with { Contenders = contenders };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Contenders, after.Contenders, c => c.Id, ContentJson.Default.Contender);

    private static Contender Read(RowReader r, HashSet<string> parties)
    {
        var kind = r.OneOf(
            "kind",
            ("party", ContenderKind.Party),
            ("coalition", ContenderKind.Coalition),
            ("commonCandidacy", ContenderKind.CommonCandidacy),
            ("independent", ContenderKind.Independent));
        var members = r.List("members");
        foreach (var member in members.Where(m => !parties.Contains(m))) r.Fail("members", ImportErrorCode.UnknownReference, member);
        var joint = kind is ContenderKind.Coalition or ContenderKind.CommonCandidacy;
        if (joint != members.Count >= 2 || members.Distinct(StringComparer.Ordinal).Count() != members.Count)
        {
            r.Fail("members", ImportErrorCode.BadValue, string.Join('|', members));
        }

        bool? elected = r.OptionalText("elected") is null ? null : r.OneOf("elected", ("true", true), ("false", false));
        return new Contender(r.Id("id"), r.Name("name"), r.Name("shortName", 40), kind, members, r.Matching("color", IsColor), elected);
    }

    private static bool IsColor(string text) => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);
}

/// <summary>Platforms come as JSON, in the shape in which they are served.</summary>
internal sealed class PlatformsDataset : IDataset
{
    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Platforms, after.Platforms, p => p.Id, ContentJson.Default.Platform);

    private const int MaxText = 100_000;

    public string Name => "platforms";

    public ImportFormat Format => ImportFormat.Json;

    public IReadOnlyCollection<string> Columns => [];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var contenders = context.Current.Contenders.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var platforms = Datasets.ReadItems(rows, "id", errors, (r, row) => Read(r, row, contenders), p => p.Id);
        if (context.PlatformsInUse)
        {
            var owners = platforms.ToDictionary(p => p.Id, p => p.Contender, StringComparer.Ordinal);
            foreach (var before in context.Current.Platforms.Where(p => owners.GetValueOrDefault(p.Id) != p.Contender))
            {
                errors.Add(0, "id", ImportErrorCode.InUse, before.Id);
            }
        }

        return context.Current with { Platforms = platforms };
    }

    private static Platform Read(RowReader r, ImportRow row, HashSet<string> contenders)
    {
        var document = r.OptionalText("documentUrl") is null ? null : r.Matching("documentUrl", IsWebAddress);
        var hash = r.OptionalText("sha256") is null ? null : r.Matching("sha256", IsSha256);
        // A hash of nothing is a mistake; a document whose hash is not known yet is published all the same.
        if (document is null && hash is not null) r.Fail("documentUrl", ImportErrorCode.Required);
        if (document is not null && hash is null) r.Warn("sha256", ImportErrorCode.NoHash, document);
        return new Platform(
            r.Id("id"),
            r.Reference("contender", contenders.Contains),
            r.OneOf("scope", ("legislature", ContestScope.Legislature), ("council", ContestScope.Council)),
            r.Name("title"),
            ReadSections(r, row),
            document,
            hash,
            r.OptionalText("registeredBy"));
    }

    private static List<PlatformSection> ReadSections(RowReader r, ImportRow row)
    {
        var inner = new ImportErrors();
        var raw = row["sections"];
        var rows = raw.Length == 0 ? [] : ImportRows.ReadJson(raw, inner);
        if (rows.Count == 0)
        {
            r.Fail("sections", raw.Length == 0 ? ImportErrorCode.Required : ImportErrorCode.BadValue);
            return [];
        }

        var sections = Datasets.ReadItems(
            rows,
            "id",
            inner,
            (s, _) => new PlatformSection(
                s.Id("id"), s.Id("topic"), s.Name("heading"), s.Text("text", MaxText)),
            s => s.Id);
        // An error inside is told with the place inside: sections[2].heading.
        foreach (var e in inner.Reported) r.Fail($"sections[{Math.Max(e.Row - 1, 0)}].{e.Column}", e.Code, e.Value);
        return sections;
    }

    private static bool IsWebAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";

    private static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
