namespace ServerlessDecide.Statistics;

/// <summary>What was counted of one day: a function of what is stored of it, however often it is counted.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Reactions">Accepted reactions; a change of mind is another one, a withdrawal is none.</param>
/// <param name="Comments">Comments received, whatever became of them.</param>
/// <param name="OthersUnknown">The least of <see cref="Statistics.OthersUnknown"/> that was seen on the day; null when nobody looked.</param>
/// <param name="Use">By the name of a <see cref="UsageCell"/>.</param>
/// <param name="Visitors">About how many different visitors there were.</param>
/// <param name="Final">Whether the day is over and was counted. One that is not final is never published.</param>
public sealed record DailyFigures(
    DateOnly Day, int Reactions, int Comments, int? OthersUnknown, IReadOnlyDictionary<string, long> Use, long Visitors, bool Final)
{
    /// <summary>A day of which nothing was counted yet.</summary>
    public static DailyFigures Open(DateOnly day, int? othersUnknown) => new(day, 0, 0, othersUnknown, new Dictionary<string, long>(), 0, Final: false);
}
