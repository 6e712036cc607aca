using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Information;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Information;

/// <summary>The glossary.</summary>
internal sealed class Terms(ContentEndpoint content)
{
    /// <summary>GET /processes/{process}/glossary?q=&amp;topic=</summary>
    [Function("ListTerms")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Information,
        ToolSection.Glossary,
        "The glossary, as a dictionary orders it; with q, what answers the question, best first.",
        typeof(ListAnswer<TermAnswer>))]
    [Query(
        "q",
        "Words in any order, with or without accents, in singular or plural; at most 100 characters. "
        + "Terms are found by their name first, then by their definition.")]
    [Query("topic", "Only terms of that topic, kebab-case.")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/glossary")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => Answer(request, open), cancellationToken);

    /// <summary>GET /processes/{process}/glossary/{term}</summary>
    [Function("GetTerm")]
    [Access(Role.Anyone)]
    [Content(Activity.Information, ToolSection.Glossary, "A term of the glossary.", typeof(TermAnswer))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/glossary/{term}")] HttpRequest request,
        string process,
        string term,
        CancellationToken cancellationToken) =>
        content.ItemAsync(request, process, term, (c, id) => c.Term(id), (open, t) => TermAnswer.From(open.Content, t), Json.Api.TermAnswer, cancellationToken);

    private static IResult Answer(HttpRequest request, OpenContent open)
    {
        string? question = request.Query["q"];
        string? topic = request.Query["topic"];
        if (question is not null && question.Trim().Length is 0 or > Glossary.MaxQuestion)
        {
            return Problems.Invalid("q", new("debe tener de 1 a 100 caracteres", "must have 1 to 100 characters"));
        }

        if (topic is not null && !Slug.TryParse(topic, out _)) return Problems.Invalid("topic", new(Slug.RuleEs, Slug.Rule));
        var terms = open.Content.Glossary.Find(question, topic);
        // Equivalent questions share the same pages.
        var asked = question is null ? "" : " " + SpanishText.Phrase(question);
        return open.Page(request, $" {topic}{asked}", terms, t => t.Id, t => TermAnswer.From(open.Content, t), Json.Api.ListAnswerTermAnswer);
    }
}
