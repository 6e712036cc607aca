using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/popolo.json</summary>
internal sealed class GetPopolo(ContentReader content)
{
    [Function(nameof(GetPopolo))]
    [Access(Caller.Anyone)]
    [Operation("Contenders, posts and areas, and candidates and platforms while they may be shown, in the words of Popolo.", Answer = typeof(PopoloAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/popolo.json")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open =>
            {
                var candidates = open.IsOpen(Activity.Candidates);
                var platforms = open.IsOpen(Activity.Platforms);
                // Some ten megabytes with a real list: kept apart from the small documents, which it would push out.
                return new KeptDocument(
                    open.Content.All,
                    $"popolo {candidates} {platforms}",
                    () => Task.FromResult(PublicDocument.Json(PopoloAnswer.From(open.Content, candidates, platforms), Json.Popolo.PopoloAnswer)),
                    open.Until(Activity.Candidates, Activity.Platforms));
            },
            cancellationToken);
}
