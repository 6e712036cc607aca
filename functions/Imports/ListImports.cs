using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Imports;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Imports;

/// <summary>GET /processes/{process}/operator/imports?dataset=</summary>
internal sealed class ListImports(PublishedProcessCache processes, ImportStore imports)
{
    [Function(nameof(ListImports))]
    [Access(Role.Operator)]
    [Operation("The imports of a process, the newest first: who sent which file, and what it changed.", Answer = typeof(ListAnswer<ListedImportAnswer>))]
    [Query("dataset", "Only the imports of this dataset.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/imports")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound;
        var dataset = request.Query["dataset"].ToString() is { Length: > 0 } asked ? asked : null;
        if (dataset is not null && Datasets.Find(dataset) is null)
        {
            var names = string.Join(", ", Datasets.Names);
            return Problems.Invalid("dataset", new($"debe ser uno de estos: {names}", $"must be one of these: {names}"));
        }

        var name = dataset is null ? "imports" : $"imports.{dataset}";
        return await Paging.AnswerStoredAsync(request, name, ImportStore.IsId, PageAsync, Json.Api.ListAnswerListedImportAnswer);

        async Task<PageOf<ListedImportAnswer>> PageAsync(string? after, int limit)
        {
            var page = await imports.ListAsync(found.Id, dataset, after, limit, cancellationToken);
            return new([.. page.Imports.Select(i => ListedImportAnswer.Of(i, found))], page.Last);
        }
    }
}
