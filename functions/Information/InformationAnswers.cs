using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Information;

namespace ServerlessDecide.Functions.Information;

/// <param name="TopicName">The id where the institute gave no name.</param>
internal sealed record TermAnswer(string Id, string Term, string Definition, string? EasyRead, IReadOnlyList<string> SeeAlso, string Topic, string TopicName)
{
    public static TermAnswer From(ContentIndex content, Term term) => new(
        term.Id, term.Name, term.Definition, term.EasyRead, term.SeeAlso, term.Topic, content.TopicName(term.Topic));
}

internal sealed record OfficeAnswer(
    string Id,
    string Name,
    string Body,
    [NamesOf(typeof(ContestScope))] string Scope,
    string Term,
    int Seats,
    IReadOnlyList<string> Functions,
    IReadOnlyList<string> CannotDo,
    IReadOnlyList<string> OthersDecide,
    string LegalBasis)
{
    public static OfficeAnswer From(Office office) => new(
        office.Id,
        office.Name,
        office.Body,
        office.Scope.Name(),
        office.Term,
        office.Seats,
        office.Functions,
        office.CannotDo,
        office.OthersDecide,
        office.LegalBasis);
}
