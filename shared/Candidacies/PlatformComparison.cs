namespace ServerlessDecide.Candidacies;

/// <summary>Platforms side by side on one topic.</summary>
public static class PlatformComparison
{
    /// <summary>
    /// Each platform with nothing but its sections on the topic, those without any left out, in the drawn order of their contenders; the
    /// platforms of one contender in the order of their ids.
    /// </summary>
    public static IReadOnlyList<Platform> On(string topic, IEnumerable<Platform> platforms, DrawnOrder order) =>
    [
        .. platforms
            .Select(p => p with { Sections = [.. p.Sections.Where(s => s.Topic == topic)] })
            .Where(p => p.Sections.Count > 0)
            .OrderBy(p => order.Lot(p.Contender), StringComparer.Ordinal)
            .ThenBy(p => p.Id, StringComparer.Ordinal),
    ];
}
