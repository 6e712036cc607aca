namespace ServerlessDecide.Statistics;

/// <summary>The figures of one day. Counting it again from the same stored data gives the same figures.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Reactions">Accepted reactions. A change of stance counts as another one; a withdrawal does not count.</param>
/// <param name="Comments">Comments received, whatever became of them.</param>
/// <param name="OthersUnknown">The lowest <see cref="Statistics.OthersUnknown"/> observed on the day; null when there was no observation.</param>
/// <param name="Use">Counts by the name of a <see cref="UsageCell"/>.</param>
/// <param name="Visitors">Estimated number of different visitors.</param>
/// <param name="Final">Whether the day is over and was counted. A day that is not final is never published.</param>
public sealed record DailyFigures(
    DateOnly Day, int Reactions, int Comments, int? OthersUnknown, IReadOnlyDictionary<string, long> Use, long Visitors, bool Final)
{
    /// <summary>A day without figures yet.</summary>
    public static DailyFigures Open(DateOnly day, int? othersUnknown) => new(day, 0, 0, othersUnknown, new Dictionary<string, long>(), 0, Final: false);
}
