using System.Globalization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.ElectionResults;

namespace ServerlessDecide.Imports;

/// <summary>
/// <c>level,territory,option,votes,status,source</c>, a row an option. All rows of a territory have one status and one source. A definitive
/// count changes by a correction only and stays, and whatever a published count was before is kept.
/// </summary>
internal sealed class ResultsDataset : IDataset
{
    public string Name => "results";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyCollection<string> Columns => ["level", "territory", "option", "votes", "status", "source"];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var current = context.Current;
        var before = current.Results.ToDictionary(r => r.Key, StringComparer.Ordinal);
        var corrections = new List<ResultCorrection>();
        var results = new List<TerritoryResult>();
        var lines = ReadLines(rows, current, errors);
        var read = lines.Select(line => line.Row).ToHashSet();
        // Of these not all rows could be read: what they add up to says nothing.
        var incomplete = rows.Where(row => !read.Contains(row.Number)).Select(row => row["territory"]).ToHashSet(StringComparer.Ordinal);
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
                errors.Add(territory[0].Row, "status", ImportErrorCode.BadValue, result.Status.Name());
            }

            if (isChanged && was.Counted) corrections.Add(new ResultCorrection(context.Now, was));
        }

        // What is left was not met again.
        foreach (var missing in before.Values.Where(r => !incomplete.Contains(r.Territory)))
        {
            if (missing.Status != ResultStatus.Provisional) errors.Add(0, "territory", ImportErrorCode.InUse, missing.Territory);
            else if (missing.Counted) corrections.Add(new ResultCorrection(context.Now, missing));
        }

        return current with
        {
            Results = [.. results.OrderBy(r => r.Level).ThenBy(r => r.Territory.Length).ThenBy(r => r.Territory, StringComparer.Ordinal)],
            ResultCorrections = corrections.Count == 0 ? current.ResultCorrections : [.. current.ResultCorrections, .. corrections],
        };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Results, after.Results, r => r.Key, ContentJson.Default.TerritoryResult);

    private static List<Line> ReadLines(IReadOnlyList<ImportRow> rows, ProcessContent current, ImportErrors errors)
    {
        var districts = current.Districts.Select(d => d.Number).ToHashSet(StringComparer.Ordinal);
        var municipalities = current.Municipalities.Select(m => m.Code).ToHashSet(StringComparer.Ordinal);
        var contenders = current.Contenders.ToDictionary(c => c.Id, StringComparer.Ordinal);
        return Datasets.ReadItems(
            rows,
            "option",
            errors,
            (r, row) =>
            {
                var level = r.OneOf("level", (ResultLevel.District.Name(), ResultLevel.District), (ResultLevel.Municipality.Name(), ResultLevel.Municipality));
                return new Line(
                    row.Number,
                    level,
                    r.Reference("territory", (level == ResultLevel.District ? districts : municipalities).Contains),
                    Option(r, contenders),
                    r.Count("votes"),
                    r.OneOf("status", [.. Enum.GetValues<ResultStatus>().Select(s => (s.Name(), s))]),
                    r.Name("source"));
            },
            // Two orders of one combination are one option.
            line => $"{line.Territory} {string.Join('+', line.Option.Order(StringComparer.Ordinal))}");
    }

    // One of the words, a contender, or two parties or more: nobody else has an emblem that is marked beside another's.
    private static string[] Option(RowReader r, Dictionary<string, Contender> contenders)
    {
        var text = r.Matching("option", _ => true);
        if (text.Length == 0 || text is ResultLine.Null or ResultLine.Unregistered or ResultLine.RegisteredVoters or ResultLine.Total) return [text];
        var ids = text.Split('+', StringSplitOptions.TrimEntries);
        foreach (var id in ids.Where(id => !contenders.ContainsKey(id))) r.Fail("option", ImportErrorCode.UnknownReference, id);
        if (ids.Length > 1 && (ids.Distinct(StringComparer.Ordinal).Count() < ids.Length || Array.Exists(ids, id => contenders.GetValueOrDefault(id) is { Kind: not ContenderKind.Party })))
        {
            r.Fail("option", ImportErrorCode.BadValue, text);
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
            if (line.Status != result.Status) errors.Add(line.Row, "status", ImportErrorCode.BadValue, line.Status.Name());
            if (line.Source != result.Source) errors.Add(line.Row, "source", ImportErrorCode.BadValue, line.Source);
            if (line.Option[0] == ResultLine.Total && line.Votes != result.Total) BadSum(line, $"{result.Territory}: {result.Total} ≠ {line.Votes}");
            if (line.Option[0] == ResultLine.RegisteredVoters && line.Votes < result.Total) BadSum(line, $"{result.Territory}: {result.Total} > {line.Votes}");
        }

        if (result.Total > int.MaxValue) BadSum(territory[0], $"{result.Territory}: {result.Total} > {int.MaxValue}");

        // A party stands once: not for two coalitions or common candidacies in one territory.
        var standing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in territory.Where(line => !line.IsWord && line.Option.Count == 1))
        {
            var members = contenders.FirstOrDefault(c => c.Id == line.Option[0])?.Members ?? [];
            if (members.Count(standing.Add) < members.Count) errors.Add(line.Row, "option", ImportErrorCode.BadValue, line.Option[0]);
        }

        void BadSum(Line line, FormattableString value) => errors.Add(line.Row, "votes", ImportErrorCode.BadSum, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <param name="Option">One of the words of <see cref="ResultLine"/>, or the ids of contenders.</param>
    private sealed record Line(
        int Row, ResultLevel Level, string Territory, IReadOnlyList<string> Option, int Votes, ResultStatus Status, string Source)
    {
        public bool IsWord => Option[0] is ResultLine.Null or ResultLine.Unregistered or ResultLine.RegisteredVoters or ResultLine.Total;
    }
}
