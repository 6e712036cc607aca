using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Information;

/// <summary>GET /processes/{process}/glossary/{term}</summary>
internal sealed class GetTerm(ContentReader content)
{
    [Function(nameof(GetTerm))]
    [Access(Caller.Anyone)]
    [Operation("A term of the glossary.", Answer = typeof(TermAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/glossary/{term}")] HttpRequest request,
        string process,
        string term,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Item("glossary/" + term, open.Content.Term(term), TermAnswer.From, Json.Api.TermAnswer),
            cancellationToken);
}
