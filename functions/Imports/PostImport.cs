using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Imports;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Imports;

internal sealed record ImportReceipt(string Import);

/// <summary>POST /processes/{process}/operator/imports/{dataset}?key=</summary>
internal sealed class PostImport(PublishedProcessCache processes, Importer importer)
{
    [Function(nameof(PostImport))]
    [Access(Role.Operator)]
    [Operation(
        "Imports a dataset: all or nothing, carried out in the background.",
        Status = 202,
        Location = true,
        Takes = ["text/csv", "application/json", "application/geo+json"],
        Answer = typeof(ImportReceipt),
        Refusals = [nameof(Problems.InvalidInput), nameof(Problems.UnsupportedMediaType), nameof(Problems.BodyTooLarge),
            nameof(Problems.MalformedBody), nameof(Problems.RequestTimeout)])]
    [Query("key", "For GeoJSON, the property that holds the number or code; number or code unless it is given.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/imports/{dataset}")] HttpRequest request,
        string process,
        string dataset,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        if (Datasets.Find(dataset) is not { } kind) return Problems.NotFound;
        if (IsJson(request) is not { } json) return Problems.MediaTypeOtherThan("text/csv, application/json");
        if (!json && kind.Format == ImportFormat.Json) return Problems.MediaTypeOtherThan("application/json");
        if (!json && kind.Format == ImportFormat.GeoJson) return Problems.MediaTypeOtherThan("application/geo+json, application/json");
        string? key = request.Query["key"];
        if (key is { Length: 0 or > 60 })
        {
            return Problems.Invalid("key", new("debe ser el nombre de una propiedad, de 1 a 60 caracteres", "must be the name of a property, 1 to 60 characters"));
        }

        if (request.ContentLength > Importer.MaxFileSize) return Problems.BodyLargerThan(Importer.MaxFileSize);

        var file = new BoundedStream(request.Body, Importer.MaxFileSize);
        var id = await importer.QueueAsync(found.Process.Id, kind, json, key, file, request.Actor(), cancellationToken);
        request.HttpContext.Response.Headers.Location = Locations.Of(GetImport.Route, ("process", found.Process.Id.Value), ("import", id));
        return Results.Json(new ImportReceipt(id), Json.Api.ImportReceipt, statusCode: StatusCodes.Status202Accepted);
    }

    private static bool? IsJson(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) return null;
        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/geo+json", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return type.Type.Equals("text", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/vnd.ms-excel", StringComparison.OrdinalIgnoreCase)
            ? false
            : null;
    }
}
