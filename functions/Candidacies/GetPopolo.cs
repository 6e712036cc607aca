using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/popolo.json</summary>
internal sealed class GetPopolo(ContentEndpoint content)
{
    public static readonly PublicFile File = new(
        "popolo.json",
        Activity.Information,
        "application/json; charset=utf-8",
        new("Actores políticos, cargos y personas en el vocabulario de Popolo", "Contenders, posts and persons in the words of Popolo"),
        (open, _, ct) => MakeAsync(open, ct));

    [Function(nameof(GetPopolo))]
    [Access(Role.Anyone)]
    [Content(
        Activity.Information,
        ToolSection.Downloads,
        "Contenders, posts and areas, and candidates and platforms while they may be shown, in the words of Popolo.",
        typeof(PopoloAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/popolo.json")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => File.Answer(open, DownloadForm.Plain, open.Until(Activity.Candidates, Activity.Platforms)), cancellationToken);

    private static async Task<PublicDocument?> MakeAsync(OpenContent open, CancellationToken cancellationToken)
    {
        var candidates = open.IsOpen(Activity.Candidates);
        var platforms = open.IsOpen(Activity.Platforms);
        // About ten megabytes with a real list: kept apart from the small documents, which it would evict.
        return await PublicDocumentCache.OfAsync(
            open.Content.All,
            $"popolo {candidates} {platforms}",
            () => Task.FromResult(PublicDocument.Json(PopoloAnswer.From(open.Content, candidates, platforms), Json.Popolo.PopoloAnswer)),
            cancellationToken);
    }
}
