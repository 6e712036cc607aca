using System.Globalization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Imports;

/// <summary>
/// The counts of territories, one row for each option. All rows of a territory have one status and one source. A definitive
/// count cannot be removed and changes only by a correction. The earlier versions of a published count are kept.
/// </summary>
internal sealed class ResultsDataset : IDataset
{
    private static readonly Column Level = new("level", CellRule.OneOf<ResultLevel>());

    // A district has fewer digits than a municipality whose code lost a zero.
    private static readonly Column Territory = new("territory", CellRule.Text) { Digits = Municipality.CodeDigits, LeastDigits = Municipality.CodeDigits - 1 };
    private static readonly Column Option = new("option", new(
        "un actor político, o varios partidos distintos unidos con +; cada partido compite una sola vez en el territorio",
        "a contender, or different parties joined by +; each party competes once in the territory"));

    private static readonly Column Votes = new("votes", CellRule.FromZero);
    private static readonly Column Status = new("status", CellRule.OneOf<ResultStatus>() with
    {
        Es = "provisional, definitive o corrected, igual en todas las filas del territorio; un resultado definitivo solo se cambia con corrected",
        En = "provisional, definitive or corrected, the same in all of the territory; a definitive result changes only with corrected",
    });

    private static readonly Column Source = new(
        "source", new("una sola línea, igual en todas las filas del territorio", "one line, the same in all of the territory"), MaxLength: 300);

    public string Name => "results";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyList<Column> Columns { get; } = [Level, Territory, Option, Votes, Status, Source];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var current = context.Current;
        var before = current.Results.ToDictionary(r => r.Key, StringComparer.Ordinal);
        var corrections = new List<ResultCorrection>();
        var results = new List<TerritoryResult>();
        var lines = ReadLines(rows, current, errors);
        var read = lines.Select(line => line.Row).ToHashSet();
        // Territories with an unreadable row: their sums say nothing.
        var incomplete = rows.Where(row => !read.Contains(row.Number)).Select(row => row[Territory]).ToHashSet(StringComparer.Ordinal);
        foreach (var territory in lines.GroupBy(line => TerritoryResult.KeyOf(line.Level, line.Territory), StringComparer.Ordinal).Select(group => group.ToList()))
        {
            var result = ResultOf(territory);
            results.Add(result);
            if (incomplete.Contains(result.Territory)) continue;
            Check(territory, result, current.Contenders, errors);
            if (!before.Remove(result.Key, out var was)) continue;
            var isChanged = was.ChangesTo(result).Any();
            if (was.Status != ResultStatus.Provisional && result.Status != ResultStatus.Corrected && (isChanged || result.Status == ResultStatus.Provisional))
            {
                errors.Add(territory[0].Row, Status.Name, ImportErrorCode.BadValue, result.Status.Name());
            }

            if (isChanged && was.Counted) corrections.Add(new ResultCorrection(context.Now, was));
        }

        // What is left in before is missing from the file.
        foreach (var territory in incomplete) errors.LeaveOut(current.Results.Any(r => r.Territory == territory) ? territory : "");
        var leftOut = before.Values.Where(r => !incomplete.Contains(r.Territory)).ToLookup(r => r.Status == ResultStatus.Provisional);
        errors.AddMissing(Territory.Name, leftOut[false].Select(r => r.Territory));
        corrections.AddRange(leftOut[true].Where(r => r.Counted).Select(r => new ResultCorrection(context.Now, r)));

        return current with
        {
            Results = [.. results.OrderBy(r => r.Level).ThenBy(r => r.Territory.Length).ThenBy(r => r.Territory, StringComparer.Ordinal)],
            ResultCorrections = corrections.Count == 0 ? current.ResultCorrections : [.. current.ResultCorrections, .. corrections],
        };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Results, after.Results, r => r.Key, ContentJson.Default.TerritoryResult);

    private static List<Line> ReadLines(IReadOnlyList<ImportRow> rows, ProcessContent current, ImportErrors errors)
    {
        var districts = current.Districts.Select(d => d.Number).ToHashSet(StringComparer.Ordinal);
        var municipalities = current.Municipalities.Select(m => m.Code).ToHashSet(StringComparer.Ordinal);
        var contenders = current.Contenders.ToDictionary(c => c.Id, StringComparer.Ordinal);
        return DatasetItems.Read(
            rows,
            Option,
            errors,
            (r, row) =>
            {
                var level = r.OneOf<ResultLevel>(Level);
                return new Line(
                    row.Number,
                    level,
                    r.Reference(Territory, (level == ResultLevel.District ? districts : municipalities).Contains),
                    OptionOf(r, contenders),
                    r.Count(Votes),
                    r.OneOf<ResultStatus>(Status),
                    r.Name(Source));
            },
            // The order of the parties in a combination does not matter.
            line => $"{line.Territory} {string.Join('+', line.Option.Order(StringComparer.Ordinal))}");
    }

    // One of the words, a contender, or two parties or more: only emblems of parties can be marked together.
    private static string[] OptionOf(RowReader r, Dictionary<string, Contender> contenders)
    {
        var text = r.Matching(Option);
        if (text.Length == 0 || text is ResultLine.Null or ResultLine.Unregistered or ResultLine.RegisteredVoters or ResultLine.Total) return [text];
        var ids = text.Split('+', StringSplitOptions.TrimEntries);
        foreach (var id in ids.Where(id => !contenders.ContainsKey(id))) r.Fail(Option, ImportErrorCode.UnknownReference, id);
        if (ids.Length > 1 && (ids.Distinct(StringComparer.Ordinal).Count() < ids.Length || Array.Exists(ids, id => contenders.GetValueOrDefault(id) is { Kind: not ContenderKind.Party })))
        {
            r.Fail(Option, ImportErrorCode.BadValue, text);
        }

        return ids;
    }

    private static TerritoryResult ResultOf(List<Line> territory)
    {
        var words = territory.Where(line => line.IsWord).ToDictionary(line => line.Option[0], line => line.Votes, StringComparer.Ordinal);
        var first = territory[0];
        var result = new TerritoryResult(
            first.Level,
            first.Territory,
            first.Status,
            Counted: false,
            [.. territory.Where(line => !line.IsWord).Select(line => new OptionVotes(line.Option, line.Votes))],
            words.GetValueOrDefault(ResultLine.Null),
            words.GetValueOrDefault(ResultLine.Unregistered),
            words.TryGetValue(ResultLine.RegisteredVoters, out var voters) ? voters : null,
            first.Source);
        return result with { Counted = result.Total > 0 };
    }

    private static void Check(List<Line> territory, TerritoryResult result, IReadOnlyList<Contender> contenders, ImportErrors errors)
    {
        foreach (var line in territory)
        {
            if (line.Status != result.Status) errors.Add(line.Row, Status.Name, ImportErrorCode.BadValue, line.Status.Name());
            if (line.Source != result.Source) errors.Add(line.Row, Source.Name, ImportErrorCode.BadValue, line.Source);
            // Without the rows that could not be read, nothing adds up.
            if (line.Option[0] == ResultLine.Total && line.Votes != result.Total && !errors.HasUnreadRows) BadSum(line, $"{result.Territory}: {result.Total} ≠ {line.Votes}");
            if (line.Option[0] == ResultLine.RegisteredVoters && line.Votes < result.Total) BadSum(line, $"{result.Territory}: {result.Total} > {line.Votes}");
        }

        if (result.Total > int.MaxValue) BadSum(territory[0], $"{result.Territory}: {result.Total} > {int.MaxValue}");

        // A party may be in only one coalition or common candidacy in a territory.
        var standing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in territory.Where(line => !line.IsWord && line.Option.Count == 1))
        {
            var members = contenders.FirstOrDefault(c => c.Id == line.Option[0])?.Members ?? [];
            if (members.Count(standing.Add) < members.Count) errors.Add(line.Row, Option.Name, ImportErrorCode.BadValue, line.Option[0]);
        }

        void BadSum(Line line, FormattableString value) => errors.Add(line.Row, Votes.Name, ImportErrorCode.BadSum, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <param name="Option">One of the words of <see cref="ResultLine"/>, or the ids of contenders.</param>
    private sealed record Line(
        int Row, ResultLevel Level, string Territory, IReadOnlyList<string> Option, int Votes, ResultStatus Status, string Source)
    {
        public bool IsWord => Option[0] is ResultLine.Null or ResultLine.Unregistered or ResultLine.RegisteredVoters or ResultLine.Total;
    }
}
