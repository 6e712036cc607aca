using System.Runtime.CompilerServices;
using ServerlessDecide.Content;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Statistics;

/// <summary>
/// Whether a sum over all contenders hides each of them. Everybody who competes receives a package with what was said to it and to the
/// coalitions it is a member of. A sum is safe when, for each of them, at least two contenders are in it whose packages it does not hold:
/// of one alone it would compute the number by subtraction. It follows that there are at least three.
/// </summary>
/// <remarks>It looks at who can be reacted to, and never at how much anybody was: hiding itself must tell nothing.</remarks>
public static class OthersUnknown
{
    /// <summary>With fewer, nothing is shown that is summed over them.</summary>
    public const int Minimum = 2;

    private static readonly ConditionalWeakTable<ContentIndex, int?[]> Kept = [];

    /// <summary>
    /// The contenders in the sum that remain unknown to the recipient who holds most of it, of those who can be reacted to at that moment;
    /// null when nobody can be, for then there is no sum.
    /// </summary>
    public static int? Fewest(PublishedProcess process, DateTimeOffset now) => Fewest(
        process.Content, process.StateOf(Activity.ReactToPlatforms, now).IsOpen, process.StateOf(Activity.ReactToProposals, now).IsOpen);

    /// <inheritdoc cref="Fewest(PublishedProcess, DateTimeOffset)"/>
    public static int? Fewest(ContentIndex content, bool platforms, bool proposals) =>
        Kept.GetValue(content, Count)[(platforms ? 1 : 0) + (proposals ? 2 : 0)];

    // For each set of open kinds, as bits.
    private static int?[] Count(ContentIndex content) =>
        [.. Enumerable.Range(0, 4).Select(open => Count(content, kind => (open & (kind == TargetKind.Platform ? 1 : 2)) != 0))];

    private static int? Count(ContentIndex content, Func<TargetKind, bool> open)
    {
        var contenders = content.All.Contenders;
        var summed = contenders.Where(c => content.TargetsOf(c.Id).Any(t => open(t.Kind))).ToList();
        return summed.Count == 0 ? null : contenders.Min(holder => summed.Count(c => c.Id != holder.Id && !c.Members.Contains(holder.Id)));
    }
}
