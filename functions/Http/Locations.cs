namespace ServerlessDecide.Functions.Http;

/// <summary>Makes addresses of this installation from the routes that functions declare.</summary>
internal static class Locations
{
    /// <summary>The prefix of every route; the same as in <c>host.json</c>.</summary>
    public const string Prefix = "/api/v1/";

    /// <summary>Returns the path of a route, with its parameters replaced by values.</summary>
    public static string Of(string route, params IReadOnlyList<(string Name, string Value)> parameters) => Prefix + parameters.Aggregate(
        route, (path, parameter) => path.Replace($"{{{parameter.Name}}}", Uri.EscapeDataString(parameter.Value), StringComparison.Ordinal));
}
