namespace ServerlessDecide.Information;

/// <summary>A term of the glossary ("Quitadudas electoral").</summary>
/// <param name="Name">The term as written: <c>"Sección electoral"</c>.</param>
/// <param name="EasyRead">The definition in easy-to-read Spanish: short sentences, everyday words.</param>
/// <param name="SeeAlso">Ids of other terms.</param>
/// <param name="Topic">Kebab-case; groups terms.</param>
public sealed record Term(string Id, string Name, string Definition, string? EasyRead, IReadOnlyList<string> SeeAlso, string Topic);
