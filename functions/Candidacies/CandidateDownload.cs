using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Exports;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>A form in which the list of candidates can be downloaded.</summary>
/// <param name="Packed">Whether it is compressed as it is.</param>
internal sealed record DownloadForm(string Extension, string ContentType, bool Packed, Func<Stream, IEnumerable<Candidate>, CancellationToken, Task> WriteAsync);

/// <summary>
/// The list of candidates as a file. The complete one is asked for by many: it is made once for each version of the content and kept as
/// bytes. What filters leave is written into the answer as it is found. Both have the same ETag as long as the list is the same.
/// </summary>
internal static class CandidateDownload
{
    public static readonly DownloadForm Csv = new(
        "csv", "text/csv; charset=utf-8", false, (stream, rows, ct) => TableCsv.WriteAsync(stream, CandidateTable.Columns, rows.Select(CandidateTable.RowOf), ct));

    public static readonly DownloadForm Json = new(
        "json", "application/json; charset=utf-8", false, (stream, rows, ct) => JsonItems.WriteAsync(stream, rows.Select(CandidateRow.From), Hosting.Json.Api.CandidateRow, ct));

    public static readonly DownloadForm Xlsx = new(
        "xlsx", TableXlsx.ContentType, true, (stream, rows, ct) => TableXlsx.WriteAsync(stream, "candidates", CandidateTable.Columns, rows.Select(CandidateTable.RowOf), ct));

    // Counts up when a form is written in another way: a strong validator promises the same bytes.
    private const int Edition = 1;

    public static IResult Answer(OpenContent open, HttpRequest request, DownloadForm form)
    {
        var errors = new FieldErrors();
        if (CandidateRequest.Read(request.Query, open.Content, errors) is not { } query) return Problems.InvalidInput(errors);
        var fileName = $"{open.Process.Process.Id}-candidates.{form.Extension}";
        if (query.Canonical.Length == 0) return new KeptDocument(open.Content, fileName, MakeAsync, open.Until());
        var tag = SHA256.HashData(Encoding.UTF8.GetBytes($"{Edition} {open.Content.CandidatesVersion} {form.Extension} {query.Canonical}"));
        return new StreamedFile(
            Convert.ToHexStringLower(tag.AsSpan(0, 12)),
            fileName,
            form.ContentType,
            form.Packed,
            (stream, ct) => form.WriteAsync(stream, open.Content.Candidates.All(query), ct),
            open.Until());

        async Task<PublicDocument> MakeAsync()
        {
            using var file = new MemoryStream();
            await form.WriteAsync(file, open.Content.All.Candidates, CancellationToken.None);
            return new PublicDocument(file.ToArray(), form.ContentType, form.Packed) { FileName = fileName };
        }
    }
}
