using System.Runtime.CompilerServices;
using ServerlessDecide.Content;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Statistics;

/// <summary>
/// Decides whether a sum over all contenders hides each of them. Every contender receives a package with what was said to it and to the
/// coalitions that it is a member of. A sum is safe when, for each contender, it includes at least two others whose packages that contender
/// does not receive: the number of a single one would follow by subtraction. So a safe sum has at least three contenders.
/// </summary>
/// <remarks>Depends on which contenders can be reacted to, never on the numbers of reactions: withholding must itself reveal nothing.</remarks>
public static class OthersUnknown
{
    /// <summary>With fewer, no sum over contenders is shown.</summary>
    public const int Minimum = 2;

    private static readonly ConditionalWeakTable<ContentIndex, int?[]> Kept = [];

    /// <summary>
    /// The number of contenders in the sum that remain unknown to the recipient who knows most of it. The sum includes the contenders that can
    /// be reacted to at that moment; null when there are none.
    /// </summary>
    public static int? Fewest(PublishedProcess process, DateTimeOffset now) => Fewest(process.Content, kind => process.StateOf(kind.Opens, now).IsOpen);

    /// <inheritdoc cref="Fewest(PublishedProcess, DateTimeOffset)"/>
    public static int? Fewest(ContentIndex content, Func<TargetKind, bool> isOpen) =>
        Kept.GetValue(content, CountAll)[TargetKind.All.Index().Sum(kind => isOpen(kind.Item) ? 1 << kind.Index : 0)];

    /// <summary>
    /// The same of everything that figures of a moment show: the sum over what is open to reactions, or could be when nothing is, and the
    /// section of platforms, which are read whatever is open.
    /// </summary>
    public static int? FewestShown(PublishedProcess process, DateTimeOffset now) =>
        Fewest(process, now) is { } open ? Math.Min(open, OfPlatforms(process.Content) ?? open) : FewestShown(process.Content);

    /// <summary>The same where nobody knows what was open.</summary>
    public static int? FewestShown(ContentIndex content) =>
        Fewest(content, _ => true) is { } all ? Math.Min(all, OfPlatforms(content) ?? all) : null;

    private static int? OfPlatforms(ContentIndex content) => Fewest(content, kind => kind == TargetKind.Platform);

    // For each set of open kinds, as bits in the order of all kinds.
    private static int?[] CountAll(ContentIndex content) => [.. Enumerable.Range(0, 1 << TargetKind.All.Count).Select(open => Count(content, open))];

    private static int? Count(ContentIndex content, int open)
    {
        var kinds = TargetKind.All.Where((_, index) => (open & (1 << index)) != 0).ToList();
        var contenders = content.All.Contenders;
        var summed = contenders.Where(c => kinds.Exists(kind => kind.OfContender(content, c.Id).Any())).ToList();
        return summed.Count == 0 ? null : contenders.Min(holder => summed.Count(c => c.Id != holder.Id && !c.Members.Contains(holder.Id)));
    }
}
