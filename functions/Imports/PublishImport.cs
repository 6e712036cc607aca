using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Imports;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Imports;

/// <summary>POST /processes/{process}/operator/imports/{import}/publish?dryRun=</summary>
internal sealed class PublishImport(PublishedProcessCache processes, Importer importer)
{
    [Function(nameof(PublishImport))]
    [Access(Role.Operator)]
    [Operation(
        "Publishes the file of an earlier import again, as a new import by the same rules.",
        Status = 202,
        Location = true,
        Answer = typeof(ImportReceipt),
        Refusals = [nameof(Problems.ImportNotPublished), nameof(Problems.ImportWasDryRun), nameof(Problems.ImportFileGone)])]
    [Query("dryRun", ImportRequest.DryRunMeaning, Type = "boolean")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/imports/{import}/publish")] HttpRequest request,
        string process,
        string import,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound;
        var read = ImportRequest.Read(request);
        if (read.IsRefused) return read.Refusal;
        var (outcome, id) = await importer.PublishAgainAsync(found.Id, import, read.Value, cancellationToken);
        return outcome switch
        {
            RepublicationOutcome.Queued => ImportRequest.Accepted(request, found.Id, id!),
            RepublicationOutcome.NotPublished => Problems.ImportNotPublished,
            RepublicationOutcome.WasDryRun => Problems.ImportWasDryRun,
            RepublicationOutcome.FileGone => Problems.ImportFileGone,
            _ => Problems.NotFound,
        };
    }
}
