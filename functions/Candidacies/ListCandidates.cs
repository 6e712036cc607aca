using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/candidates?q=&amp;district=&amp;municipality=&amp;contender=&amp;office=&amp;role=&amp;gender=&amp;head=</summary>
/// <remarks>
/// By name, then id. A cursor is the place of the last row in that order, so that pages neither repeat nor skip a candidate when a newer
/// list arrives in between, even when the row it names is no longer there.
/// </remarks>
internal sealed class ListCandidates(ContentReader content)
{
    [Function(nameof(ListCandidates))]
    [Access(Caller.Anyone)]
    [Operation("Candidates, all or those that match every filter.", Answer = typeof(ListAnswer<CandidateRow>), Queries = typeof(CandidateRequest))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/candidates")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Candidates,
            open =>
            {
                var errors = new FieldErrors();
                if (CandidateRequest.Read(request.Query, open.Content, errors) is not { } query) return Problems.InvalidInput(errors);
                var candidates = open.Content.Candidates;
                return Paging.AnswerPages(
                    request,
                    // A cursor must stay short, whatever the filters.
                    "candidates " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query.Canonical)).AsSpan(0, 16)),
                    candidates.After,
                    (start, limit) =>
                    {
                        var found = candidates.Find(query, start, limit + 1);
                        return new PageOf<CandidateRow>(
                            [.. found.Take(limit).Select(row => CandidateRow.From(candidates[row]))], found.Count > limit ? candidates.KeyOf(found[limit - 1]) : null);
                    },
                    page => page,
                    Json.Api.ListAnswerCandidateRow,
                    open.Until(),
                    // Searches are as many as people; a page of one is not worth the memory until somebody asks the same.
                    query.Words.Count == 0 ? open.Content : null);
            },
            cancellationToken);
}
