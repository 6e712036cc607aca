using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Geography;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>What is voted for in each territory, and by the state-wide lists, which no territory has for itself.</summary>
internal sealed class Contests(ContentEndpoint content)
{
    /// <summary>GET /processes/{process}/contests?district=&amp;municipality=&amp;section=</summary>
    /// <remarks>Several territories return the contests of each: the ballots of one person. An unknown territory is refused.</remarks>
    [Function("ListContests")]
    [Access(Role.Anyone)]
    [Content(Activity.Information, ToolSection.Candidates, "What is voted for, in all territories and by proportional lists, or in the territories asked for.", typeof(ListAnswer<ContestAnswer>))]
    [Query("district", "The contest of this district.")]
    [Query("municipality", "The contest of this municipality, by its code.")]
    [Query("section", "The contests of this section: its district's and its municipality's. Leading zeros may be left out.")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/contests")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => Answer(request, open), cancellationToken);

    /// <summary>GET /processes/{process}/contests/{id}</summary>
    [Function("GetContest")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Information,
        ToolSection.Candidates,
        "A contest, and while the list of candidates is open who competes and with whom.",
        typeof(ContestAnswer))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/contests/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            request,
            process,
            open =>
            {
                if (open.Content.Contest(id) is not { } contest) return Problems.NotFound;
                var (order, caching) = open.OrderOfContenders();
                return open.Document(
                    $"/{id} {order?.Seed}", () => PublicDocument.Json(ContestAnswer.WithBallot(open.Content, contest, order), Json.Api.ContestAnswer), caching);
            },
            cancellationToken);

    private static IResult Answer(HttpRequest request, OpenContent open)
    {
        var errors = new FieldErrors();
        var asked = Asked(request.Query, open.Content, errors);
        if (errors.Any) return Problems.Invalid(errors);
        var contests = asked is null ? open.Content.Contests : [.. open.Content.Contests.Where(c => asked.Contains(c.Id))];
        var (order, caching) = open.OrderOfContenders();
        return Paging.Answer(
            request,
            open.List(asked is null ? "" : " " + string.Join(' ', asked)) with { Caching = caching, Form = $" {order?.Seed}" },
            contests,
            c => c.Id,
            c => ContestAnswer.From(open.Content, c, order),
            Json.Api.ListAnswerContestAnswer);
    }

    /// <summary>Returns the ids of the requested contests, whether or not there is an election in them; null when the query names no territory.</summary>
    private static SortedSet<string>? Asked(IQueryCollection query, ContentIndex content, FieldErrors errors)
    {
        var asked = new SortedSet<string>(StringComparer.Ordinal);
        if (query.TryGetValue("district", out var number)) Add("district", content.District(number.ToString()), d => Contest.OfDistrict(d.Number));
        if (query.TryGetValue("municipality", out var code)) Add("municipality", content.Municipality(code.ToString()), m => Contest.OfMunicipality(m.Code));
        if (query.TryGetValue("section", out var section))
        {
            var found = content.Section(Section.NumberOf(section.ToString()) ?? "");
            Add("section", found, s => Contest.OfDistrict(s.District), s => Contest.OfMunicipality(s.Municipality));
        }

        return asked.Count > 0 || errors.Any ? asked : null;

        void Add<T>(string field, T? territory, params Func<T, Contest>[] contests)
            where T : class
        {
            if (territory is null) errors.Add(field, CandidateRequest.Unknown);
            else asked.UnionWith(contests.Select(contest => contest(territory).Id));
        }
    }
}
