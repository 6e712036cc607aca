namespace ServerlessDecide.Candidacies;

/// <summary>A registered electoral platform.</summary>
/// <param name="Contender">Id of the contender that registered it.</param>
/// <param name="DocumentUrl">Where the original document is published.</param>
/// <param name="Sha256">The SHA-256 of the original document, 64 hexadecimal digits.</param>
/// <param name="RegisteredBy">The agreement by which the institute registered it.</param>
public sealed record Platform(
    string Id,
    string Contender,
    ContestScope Scope,
    string Title,
    IReadOnlyList<PlatformSection> Sections,
    string? DocumentUrl,
    string? Sha256,
    string? RegisteredBy);

/// <summary>A part of a platform on one topic.</summary>
/// <param name="Topic">Kebab-case; the same word in every platform, so that platforms can be compared.</param>
public sealed record PlatformSection(string Id, string Topic, string Heading, string Text);
