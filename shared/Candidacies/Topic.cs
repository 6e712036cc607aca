namespace ServerlessDecide.Candidacies;

/// <summary>The name of a topic of platforms, proposals or the glossary, which name it by its id.</summary>
/// <param name="Id">Kebab-case: <c>"educacion"</c>.</param>
/// <param name="Name">As people write it: <c>"Educación"</c>.</param>
public sealed record Topic(string Id, string Name);
