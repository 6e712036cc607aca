using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Downloads;

/// <summary>GET /processes/{process}/datapackage.json</summary>
/// <remarks>
/// Lists the files that are open now, each with the size and the hash of what its address answers without parameters. It is made once for each
/// version of the process and each state of its calendar.
/// </remarks>
internal sealed class GetDataPackage(PublishedProcessCache processes, TimeProvider time)
{
    [Function(nameof(GetDataPackage))]
    [Access(Role.Anyone)]
    [Operation("The public files of a process that are open now, with columns, sizes and hashes, as a Data Package (version 2).", Answer = typeof(DataPackageAnswer))]
    [CountedAs(ToolSection.Downloads)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/datapackage.json")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        var now = time.GetUtcNow();
        var language = Languages.Of(request);
        var states = Enum.GetValues<Activity>().Select(a => found.StateOf(a, now)).ToList();
        var waiting = found.Process.PendingAt(now);
        // A file may depend on activities besides its own, and the calendar file on a change that waits.
        var open = string.Concat(states.Select(s => s.IsOpen ? '1' : '0'));
        return new KeptDocument(
            found,
            $"datapackage.json/{language.Tag()} {open} {waiting is not null}",
            async () => PublicDocument.Json(await MakeAsync(found, now, language), Json.Api.DataPackageAnswer),
            CachePolicy.Until(states.Select(s => s.ChangesAt).Append(waiting?.TakesEffectAt).Min(), now),
            language);
    }

    private static async Task<DataPackageAnswer> MakeAsync(PublishedProcess found, DateTimeOffset now, Language language)
    {
        var content = OpenContent.Always(found, now);
        var resources = new List<DataResourceAnswer>();
        foreach (var file in PublicFiles.All.Where(f => f.Activity is not { } activity || content.IsOpen(activity)))
        {
            // A caller who disconnects does not stop what others wait for.
            if (await file.MakeAsync(content, DownloadForm.Plain, CancellationToken.None) is { } document) resources.Add(DataResourceAnswer.From(file, document, file.Table?.Invoke(content), language));
        }

        return DataPackageAnswer.From(found.Process, resources, language);
    }
}
