using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Information;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Information;

/// <summary>GET /processes/{process}/glossary?q=&amp;topic=</summary>
internal sealed class ListTerms(ContentReader content)
{
    [Function(nameof(ListTerms))]
    [Access(Caller.Anyone)]
    [Operation("The glossary, as a dictionary orders it; with q, what answers the question, best first.", Answer = typeof(ListAnswer<TermAnswer>))]
    [Query("q", "Words in any order, with or without accents, in singular or plural; at most 100 characters. Terms are found by their name first, then by their definition.")]
    [Query("topic", "Only terms of that topic, kebab-case.")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/glossary")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open =>
            {
                string? question = request.Query["q"];
                string? topic = request.Query["topic"];
                if (question is not null && question.Trim().Length is 0 or > Glossary.MaxQuestion)
                {
                    return Problems.InvalidInput("q", new("debe tener de 1 a 100 caracteres", "must have 1 to 100 characters"));
                }

                if (topic is not null && !Slug.TryParse(topic, out _)) return Problems.InvalidInput("topic", new(Slug.RuleEs, Slug.Rule));
                var terms = open.Content.Glossary.Find(question, topic);
                // Questions that mean the same have the same pages.
                var asked = question is null ? "" : " " + SpanishText.Phrase(question);
                return open.Page(request, $"glossary {topic}{asked}", terms, t => t.Id, TermAnswer.From, Json.Api.ListAnswerTermAnswer);
            },
            cancellationToken);
}
