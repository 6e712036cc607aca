namespace ServerlessDecide.Publishing;

/// <summary>What a candidate who heads a formula or a slate proposes in the campaign.</summary>
/// <param name="Candidate">Id of the candidate, who may have been replaced since.</param>
/// <param name="Contender">Id of the contender whose candidate it is: who receives what is said about it.</param>
/// <param name="Topic">Kebab-case; the same word as in platforms, so that they can be compared.</param>
/// <param name="PublishedAt">When this version of it was published.</param>
/// <param name="Version">1, and one more with each change of its words.</param>
public sealed record Proposal(
    string Id, string Candidate, string Contender, string Topic, string Title, string Text, DateTimeOffset PublishedAt, int Version)
{
    /// <summary>Whether both propose the same in the same words.</summary>
    public bool SaysTheSameAs(Proposal other) =>
        this with { PublishedAt = default, Version = 0 } == other with { PublishedAt = default, Version = 0 };
}
