namespace ServerlessDecide.Candidacies;

/// <summary>A campaign proposal of a candidate who heads a formula or a slate.</summary>
/// <param name="Candidate">Id of the candidate, who may have been replaced since.</param>
/// <param name="Contender">Id of the candidate's contender, which receives the reactions and comments.</param>
/// <param name="Topic">Kebab-case; the same word as in platforms, so that both can be compared.</param>
/// <param name="PublishedAt">When this version was published.</param>
/// <param name="Version">1 at first, and one more with each change of the text.</param>
public sealed record Proposal(
    string Id, string Candidate, string Contender, string Topic, string Title, string Text, DateTimeOffset PublishedAt, int Version)
{
    /// <summary>Whether both are equal apart from version and time of publication.</summary>
    public bool SaysTheSameAs(Proposal other) =>
        this with { PublishedAt = default, Version = 0 } == other with { PublishedAt = default, Version = 0 };
}
