namespace ServerlessDecide.Candidacies;

/// <summary>Puts platforms side by side on one topic.</summary>
public static class PlatformComparison
{
    /// <summary>
    /// Returns the platforms that have sections on the topic, with only these sections, in the drawn order of their contenders. The platforms
    /// of one contender come in the order of their ids.
    /// </summary>
    public static IReadOnlyList<Platform> On(string topic, IEnumerable<Platform> platforms, DrawnOrder order) =>
    [
        .. platforms
            .Select(p => p with { Sections = [.. p.Sections.Where(s => s.Topic == topic)] })
            .Where(p => p.Sections.Count > 0)
            .OrderBy(p => order.Lot(p.Contender), StringComparer.Ordinal)
            .ThenBy(p => p.Id, StringComparer.Ordinal),
    ];

    /// <summary>Returns the contenders of platforms none of whose sections is on the topic, in the drawn order.</summary>
    public static IReadOnlyList<string> Without(string topic, IEnumerable<Platform> platforms, DrawnOrder order) =>
    [
        .. platforms
            .GroupBy(p => p.Contender, StringComparer.Ordinal)
            .Where(registered => !registered.SelectMany(p => p.Sections).Any(s => s.Topic == topic))
            .Select(registered => registered.Key)
            .OrderBy(order.Lot, StringComparer.Ordinal),
    ];
}
