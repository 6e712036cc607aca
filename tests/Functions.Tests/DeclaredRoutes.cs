using System.Text.RegularExpressions;
using ServerlessDecide.Functions.Http;

namespace ServerlessDecide.Functions.Tests;

/// <summary>Every HTTP function that the assembly declares, with an address that its route matches. Tests pick up new functions from here.</summary>
internal static partial class DeclaredRoutes
{
    public static IReadOnlyList<HttpFunction> All { get; } =
        [.. new FunctionTable().All.Where(f => f.Name != nameof(UnknownRoute)).OrderBy(f => f.Name, StringComparer.Ordinal)];

    public static HttpFunction Of(string name) => All.Single(f => f.Name == name);

    /// <summary>Returns the address of a function in a process, with ids that exist in the shared app.</summary>
    public static string Address(this HttpFunction function, string process) => Path(function, process) + (function.Name == "GetLocation" ? "?lat=19.25&lon=-99.55" : "");

    private static string Path(HttpFunction function, string process) => Parameter().Replace(function.Route, parameter => parameter.Value switch
    {
        "{process}" => process,
        "{id}" when function.Route.Contains("contenders", StringComparison.Ordinal) => "sol",
        "{id}" when function.Route.Contains("offices", StringComparison.Ordinal) => "diputacion",
        "{id}" when function.Route.Contains("contests", StringComparison.Ordinal) => "legislature-7",
        "{id}" when function.Route.Contains("candidates", StringComparison.Ordinal) => "sol-7-p",
        "{id}" when function.Route.Contains("proposals", StringComparison.Ordinal) => "sol-7-agua",
        "{id}" when function.Route.Contains("blocks", StringComparison.Ordinal) => "sol-legislature-low",
        "{id}" => "sol-legislatura",
        "{term}" => "boleta",
        "{number}" => "7",
        "{code}" => "15106",
        "{section}" => "0001",
        "{receipt}" => "210510-00000-00000-00000-00000",
        "{dataset}" => "districts",
        "{import}" => "01980000-0000-7000-8000-000000000000",
        "{contender}" => "sol",
        var other => throw new InvalidOperationException($"Give {other} of {function.Name} a value here."),
    });

    public static TheoryData<string> Names(Func<HttpFunction, bool> where) => [.. All.Where(where).Select(f => f.Name)];

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
