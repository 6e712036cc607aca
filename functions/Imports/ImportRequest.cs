using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Imports;

namespace ServerlessDecide.Functions.Imports;

/// <summary>What the two ways to ask for an import have in common.</summary>
internal static class ImportRequest
{
    public const string DryRunMeaning = "Whether only to find out what would change. Nothing is published.";

    /// <summary>Reads who sends a file, its name and whether it is a dry run. <c>?file=</c> takes precedence over <c>Content-Disposition</c>.</summary>
    public static Or<Submission> Read(HttpRequest request)
    {
        string? dryRun = request.Query["dryRun"];
        if (dryRun is not (null or "" or "true" or "false")) return new(Problems.Invalid("dryRun", new("debe ser true o false", "must be true or false")));
        var name = request.Query["file"].ToString() is { Length: > 0 } asked ? asked : NameInHeader(request);
        return new(new Submission(request.Actor(), ImportFileName.Clean(name), dryRun == "true"));
    }

    /// <summary>Answers with the id of an import and where to follow it.</summary>
    public static IResult Accepted(HttpRequest request, ProcessId process, string import)
    {
        request.HttpContext.Response.Headers.Location = Locations.Of(GetImport.Route, ("process", process.Value), ("import", import));
        return Results.Json(new ImportReceipt(import), Json.Api.ImportReceipt, statusCode: StatusCodes.Status202Accepted);
    }

    // filename* (RFC 6266) can have accents; clients that know only filename send it beside. U+FFFD stands for what could not be decoded.
    private static string? NameInHeader(HttpRequest request)
    {
        if (!ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var disposition)) return null;
        var name = disposition.FileNameStar.HasValue && !disposition.FileNameStar.Value.Contains('\uFFFD', StringComparison.Ordinal) ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        return name.Value;
    }
}
