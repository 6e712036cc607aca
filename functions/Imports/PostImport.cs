using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using ServerlessDecide.Exports;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Imports;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Imports;

/// <summary>POST /processes/{process}/operator/imports/{dataset}?key=&amp;sheet=&amp;encoding=&amp;dryRun=&amp;file=</summary>
internal sealed class PostImport(PublishedProcessCache processes, Importer importer)
{
    private const string Xlsx = TableXlsx.ContentType;

    [Function(nameof(PostImport))]
    [Access(Role.Operator)]
    [Operation(
        "Imports a dataset: all or nothing, carried out in the background.",
        Status = 202,
        Location = true,
        Takes = ["text/csv", Xlsx, "application/json", "application/geo+json"],
        Answer = typeof(ImportReceipt),
        Refusals = [nameof(Problems.InvalidInput), nameof(Problems.UnsupportedMediaType), nameof(Problems.BodyTooLarge),
            nameof(Problems.MalformedBody), nameof(Problems.RequestTimeout)])]
    [Query("dryRun", ImportRequest.DryRunMeaning, Type = "boolean")]
    [Query("file", "The file's name, for the list of imports; otherwise the one in Content-Disposition.")]
    [RequestHeader("Content-Disposition", "Names the file, for the list of imports: attachment; filename=\"districts.csv\".", MaxLength = 1000)]
    [Query("key", "For GeoJSON, the property that holds the number or code; number or code unless it is given.")]
    [Query("sheet", "For a workbook, the name of the sheet; the first one unless it is given.")]
    [Query("encoding", "The encoding of the file, from a person who knows it. A doubtful text is then taken to be right.", Values = ["utf-8", "utf-16", "windows-1252", "macintosh", "ibm850", "ibm437"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/imports/{dataset}")] HttpRequest request,
        string process,
        string dataset,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        if (Datasets.Find(dataset) is not { } kind) return FileSentences.UnknownDataset;
        if (IsJson(request) is not { } json) return FileSentences.MediaTypeOtherThan(request, $"text/csv, {Xlsx}, application/json");
        if (!json && kind.Format == ImportFormat.Json) return FileSentences.MediaTypeOtherThan(request, "application/json");
        if (!json && kind.Format == ImportFormat.GeoJson) return FileSentences.MediaTypeOtherThan(request, "application/geo+json, application/json");
        string? key = request.Query["key"];
        if (key is { Length: 0 or > 60 })
        {
            return Problems.Invalid("key", new("debe ser el nombre de una propiedad, de 1 a 60 caracteres", "must be the name of a property, 1 to 60 characters"));
        }

        string? sheet = request.Query["sheet"];
        if (sheet is { Length: 0 or > 100 })
        {
            return Problems.Invalid("sheet", new("debe ser el nombre de una hoja, de 1 a 100 caracteres", "must be the name of a sheet, 1 to 100 characters"));
        }

        string? named = request.Query["encoding"];
        var encoding = named is null ? null : ImportedText.EncodingNamed(named);
        if (named is not null && encoding is null) return Problems.Invalid("encoding", FileSentences.Encodings);

        var submission = ImportRequest.Read(request);
        if (submission.IsRefused) return submission.Refusal;
        if (request.ContentLength > Importer.MaxFileSize) return Problems.BodyLargerThan(Importer.MaxFileSize);

        var file = new BoundedStream(request.Body, Importer.MaxFileSize);
        var id = await importer.QueueAsync(found.Process.Id, kind, json, new ImportReading(key, sheet, encoding), file, submission.Value, cancellationToken);
        return ImportRequest.Accepted(request, found.Process.Id, id);
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
            || type.MediaType.Equals(Xlsx, StringComparison.OrdinalIgnoreCase)
            ? false
            : null;
    }
}
