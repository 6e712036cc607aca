using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>The registered candidates.</summary>
internal sealed class Candidates(ContentEndpoint content)
{
    /// <summary>GET /processes/{process}/candidates?q=&amp;district=&amp;municipality=&amp;contender=&amp;office=&amp;role=&amp;gender=&amp;head=</summary>
    /// <remarks>
    /// Sorted by name, then id. A cursor is the place of the last row in that order, so that pages neither repeat nor skip a candidate when a
    /// newer list arrives in between, even when that row no longer exists.
    /// </remarks>
    [Function("ListCandidates")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Candidates,
        ToolSection.Candidates,
        "Candidates, all or those that match every filter.",
        typeof(ListAnswer<CandidateRow>),
        Queries = typeof(CandidateRequest))]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/candidates")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => Answer(request, open), cancellationToken);

    /// <summary>GET /processes/{process}/candidates/{id}</summary>
    [Function("GetCandidate")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Candidates,
        ToolSection.Candidates,
        "A candidate with the substitutions in that place, or who was one and was replaced.",
        typeof(CandidateAnswer))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/candidates/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            request,
            process,
            open => CandidateAnswer.Find(open, id) is { } candidate
                ? open.Document(
                    $"/{id}?{open.IsOpen(Activity.Profiles)}",
                    () => PublicDocument.Json(candidate, Json.Api.CandidateAnswer),
                    open.Until(Activity.Profiles))
                : Problems.NotFound,
            cancellationToken);

    private static IResult Answer(HttpRequest request, OpenContent open)
    {
        var errors = new FieldErrors();
        if (CandidateRequest.Read(request.Query, open.Content, errors) is not { } query) return Problems.Invalid(errors);
        var candidates = open.Content.Candidates;
        // A cursor must stay short, whatever the filters.
        var list = open.List(" " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query.Canonical)).AsSpan(0, 16))) with
        {
            Caching = open.Until(Activity.Profiles),
            Form = $" {open.IsOpen(Activity.Profiles)}",
        };
        return Paging.AnswerPages(
            request,
            // Nearly every search is different, so its pages are not worth keeping in memory.
            query.Words.Count == 0 ? list : list with { Snapshot = null },
            new PageSource<CandidateRow>(candidates.After, Page),
            page => page,
            Json.Api.ListAnswerCandidateRow);

        PageOf<CandidateRow> Page(int start, int limit)
        {
            var found = candidates.Find(query, start, limit + 1);
            return new(
                [.. found.Take(limit).Select(row => CandidateRow.From(open, candidates[row]))], found.Count > limit ? candidates.KeyOf(found[limit - 1]) : null);
        }
    }
}
