using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Exports;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.Publication;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>A form in which the list of candidates can be downloaded.</summary>
/// <param name="Packed">Whether the form is already compressed.</param>
internal sealed record DownloadForm(string Extension, string ContentType, bool Packed, Func<Stream, IEnumerable<Candidate>, CancellationToken, Task> WriteAsync);

/// <summary>
/// The list of candidates as a file. Many callers ask for the complete list: it is made once for each version of the content and kept as
/// bytes. A filtered list is streamed into the answer. The ETag of either stays the same as long as the list does.
/// </summary>
internal static class CandidateDownload
{
    public static readonly DownloadForm Csv = new(
        "csv", "text/csv; charset=utf-8", false, (stream, rows, ct) => TableCsv.WriteAsync(stream, CandidateTable.Columns, rows.Select(CandidateTable.RowOf), ct));

    public static readonly DownloadForm Json = new(
        "json", "application/json; charset=utf-8", false, (stream, rows, ct) => JsonItems.WriteAsync(stream, rows.Select(CandidateRow.From), Functions.Json.Api.CandidateRow, ct));

    public static readonly DownloadForm Xlsx = new(
        "xlsx", TableXlsx.ContentType, true, (stream, rows, ct) => TableXlsx.WriteAsync(stream, "candidates", CandidateTable.Columns, rows.Select(CandidateTable.RowOf), ct));

    // Increment it when the output of a form changes: a strong validator promises the same bytes.
    private const int Edition = 1;

    public static IResult Answer(OpenContent open, HttpRequest request, DownloadForm form)
    {
        var errors = new FieldErrors();
        if (CandidateRequest.Read(request.Query, open.Content, errors) is not { } query) return Problems.Invalid(errors);
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
