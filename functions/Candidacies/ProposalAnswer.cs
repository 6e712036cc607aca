using ServerlessDecide.Candidacies;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <param name="PublishedAt">When this version was published.</param>
internal sealed record ProposalAnswer(
    string Id, string Candidate, string Contender, string Topic, string Title, string Text, DateTimeOffset PublishedAt, int Version)
{
    public static ProposalAnswer From(ElectoralProcess process, Proposal proposal) => new(
        proposal.Id, proposal.Candidate, proposal.Contender, proposal.Topic, proposal.Title, proposal.Text, process.Local(proposal.PublishedAt), proposal.Version);
}
