using ServerlessDecide.ElectionResults;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;

namespace ServerlessDecide.Functions.ElectionResults;

/// <summary>The count of a territory.</summary>
/// <param name="Counted">False when there was no count; then no option has votes, a share or a place.</param>
/// <param name="Tie">Whether several options have the most votes.</param>
/// <param name="Options">The candidacies by their votes.</param>
/// <param name="Parties">The votes of each contender; votes marked for several are divided among them.</param>
/// <param name="Marked">The votes as they were counted, with combinations as separate lines.</param>
/// <param name="Turnout">A fraction of 1, to six places; null without a count or without the number of registered voters.</param>
/// <param name="Corrections">Oldest first.</param>
internal sealed record ResultAnswer(
    string Territory,
    [NamesOf(typeof(ResultLevel))] string Level,
    [NamesOf(typeof(ResultStatus))] string Status,
    bool Counted,
    bool Tie,
    IReadOnlyList<ResultOptionAnswer> Options,
    IReadOnlyList<ContenderVotes> Parties,
    IReadOnlyList<ResultLine> Marked,
    int NullVotes,
    int Unregistered,
    long Total,
    int? RegisteredVoters,
    double? Turnout,
    string Source,
    IReadOnlyList<CorrectionAnswer> Corrections)
{
    public static ResultAnswer From(OpenContent open, TerritoryResult result)
    {
        var count = result.Counted ? new VoteCount(result, open.Content.All.Contenders) : null;
        var candidacies = count?.ByCandidacy() ?? [];
        return new ResultAnswer(
            result.Territory,
            result.Level.Name(),
            result.Status.Name(),
            result.Counted,
            candidacies.Count(c => c.Place == 1) > 1,
            [.. candidacies.Select(c => new ResultOptionAnswer(c.Id, c.Contenders, c.Votes, Part(c.Votes, result.Total), c.Place))],
            count?.ByContender() ?? [],
            count is null ? [] : [.. result.Options.Select(o => new ResultLine(o.Name, o.Votes))],
            result.NullVotes,
            result.Unregistered,
            result.Total,
            result.RegisteredVoters,
            result.Counted && result.RegisteredVoters is { } voters ? Part(result.Total, voters) : null,
            result.Source,
            CorrectionAnswer.From(open, result));
    }

    private static double Part(long votes, long of) => Math.Round((double)votes / of, 6);
}

/// <param name="Option">The contender's id, that of several that stood together, or theirs joined by <c>+</c>.</param>
/// <param name="Share">The fraction of all votes, to six places.</param>
/// <param name="Place">Options with equal votes share a place: 1, 1, 3.</param>
internal sealed record ResultOptionAnswer(string Option, IReadOnlyList<string> Contenders, long Votes, double Share, int Place);

/// <summary>A change of a published count.</summary>
/// <param name="At">When it was changed.</param>
/// <param name="Status">What it had been until then, as <paramref name="Total"/>.</param>
internal sealed record CorrectionAnswer(DateTimeOffset At, [NamesOf(typeof(ResultStatus))] string Status, long Total, IReadOnlyList<ChangeAnswer> Changes)
{
    public static IReadOnlyList<CorrectionAnswer> From(OpenContent open, TerritoryResult result)
    {
        var corrections = open.Content.CorrectionsOf(result).ToList();
        // What replaced each count: the one before the next correction, or finally the published one.
        var after = corrections.Skip(1).Select(c => c.Before).Append(result);
        return
        [
            .. corrections.Zip(after, (c, next) => new CorrectionAnswer(
                open.Process.Process.Local(c.At), c.Before.Status.Name(), c.Before.Total, [.. c.Before.ChangesTo(next).Select(x => new ChangeAnswer(x.Option, x.Before, x.After))])),
        ];
    }
}

/// <param name="Option">As in <c>marked</c>, or <c>null</c>, <c>unregistered</c>, <c>registered-voters</c>.</param>
/// <param name="Before">Null when the count had no such line; the same for <paramref name="After"/>.</param>
internal sealed record ChangeAnswer(string Option, int? Before, int? After);
