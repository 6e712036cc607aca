using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Geography;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/contests?district=&amp;municipality=&amp;section=</summary>
/// <remarks>Several territories give the contests of each: what stands on a person's ballots. A territory that does not exist is refused.</remarks>
internal sealed class ListContests(ContentReader content)
{
    [Function(nameof(ListContests))]
    [Access(Caller.Anyone)]
    [Operation("What is voted for, in all territories or in those asked for.", Answer = typeof(ListAnswer<ContestAnswer>))]
    [Query("district", "The contest of this district.")]
    [Query("municipality", "The contest of this municipality, by its code.")]
    [Query("section", "The contests of this section: its district's and its municipality's. Leading zeros may be left out.")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/contests")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open =>
            {
                var errors = new FieldErrors();
                var asked = Asked(request.Query, open.Content, errors);
                if (errors.Any) return Problems.InvalidInput(errors);
                var contests = asked is null ? open.Content.Contests : [.. open.Content.Contests.Where(c => asked.Contains(c.Id))];
                var order = open.OrderOfContenders(out var caching);
                return Paging.Answer(
                    request,
                    asked is null ? "contests" : "contests " + string.Join(' ', asked),
                    contests,
                    c => c.Id,
                    c => ContestAnswer.From(open.Content, c, order),
                    Json.Api.ListAnswerContestAnswer,
                    caching,
                    open.Content,
                    $" {order?.Seed}");
            },
            cancellationToken);

    /// <summary>The ids of the contests asked for, whether there is an election in them or not; null when no territory was named.</summary>
    private static SortedSet<string>? Asked(IQueryCollection query, ContentIndex content, FieldErrors errors)
    {
        var asked = new SortedSet<string>(StringComparer.Ordinal);
        if (query.TryGetValue("district", out var number)) Add("district", content.District(number.ToString()), d => Contest.OfDistrict(d.Number));
        if (query.TryGetValue("municipality", out var code)) Add("municipality", content.Municipality(code.ToString()), m => Contest.OfMunicipality(m.Code));
        if (query.TryGetValue("section", out var section))
        {
            Add("section", content.Section(Section.NumberOf(section.ToString()) ?? ""), s => Contest.OfDistrict(s.District), s => Contest.OfMunicipality(s.Municipality));
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
