using Microsoft.AspNetCore.Http;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Http;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>The query of the list of proposals. As with candidates, a filter that names something unknown is refused by name.</summary>
internal static class ProposalRequest
{
    /// <summary>Returns the query, or null and its errors.</summary>
    public static ProposalQuery? Read(IQueryCollection query, ContentIndex content, FieldErrors errors)
    {
        string? topic = query["topic"];
        if (topic is not null && !Slug.TryParse(topic, out _)) errors.Add("topic", new(Slug.RuleEs, Slug.Rule));
        else if (topic is not null && !content.HasTopic(topic)) errors.Add("topic", CandidateRequest.Unknown);
        var read = new ProposalQuery(
            topic,
            Existing("contender", id => content.Contender(id) is not null),
            Existing("district", number => content.District(number) is not null),
            Existing("municipality", code => content.Municipality(code) is not null),
            Existing("contest", content.IsContest));
        return errors.Any ? null : read;

        string? Existing(string field, Func<string, bool> exists)
        {
            string? value = query[field];
            if (value is not null && !exists(value)) errors.Add(field, CandidateRequest.Unknown);
            return value;
        }
    }
}
