using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Downloads;
using ServerlessDecide.Exports;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>Writes candidates in a form.</summary>
internal delegate Task WriteCandidates(Stream stream, IEnumerable<Candidate> candidates, ContentNames names, DownloadForm form, CancellationToken cancellationToken);

/// <summary>
/// The list of candidates as a file. Many callers ask for the complete list: it is made once for each version of the content and kept as
/// bytes. A filtered list is streamed into the answer. The ETag of either stays the same as long as the list and its names do.
/// </summary>
/// <param name="packed">Whether the format is already compressed.</param>
internal sealed class CandidateDownload(string extension, string contentType, bool packed, WriteCandidates write)
{
    public static readonly CandidateDownload Csv = new("csv", PublicDocument.CsvType, false, (stream, rows, names, form, ct) =>
        TableCsv.WriteAsync(stream, CandidateTable.Table.ColumnsIn(form.Tag), Rows(rows, names, form), form.Marked, ct));

    public static readonly CandidateDownload Json = new("json", "application/json; charset=utf-8", false, (stream, rows, names, form, ct) =>
        JsonItems.WriteAsync(stream, rows.Select(c => CandidateFileRow.From(c, names, form.Tag)), Functions.Json.Api.CandidateFileRow, ct));

    public static readonly CandidateDownload Xlsx = new("xlsx", TableXlsx.ContentType, true, (stream, rows, names, form, ct) =>
        TableXlsx.WriteAsync(stream, form.Tag is { } tag ? CandidateTable.Table.Title.In(tag) : "candidates", CandidateTable.Table.ColumnsIn(form.Tag), Rows(rows, names, form), ct));

    // Increment it when the output of a form changes: a strong validator promises the same bytes.
    private const int Edition = 2;

    /// <summary>The complete list.</summary>
    public PublicFile File => new($"candidates.{extension}", Activity.Candidates, contentType, CandidateTable.Table.Title, CompleteAsync)
    {
        Table = _ => CandidateTable.Table,
    };

    public IResult Answer(OpenContent open, HttpRequest request)
    {
        var errors = new FieldErrors();
        var query = CandidateRequest.Read(request.Query, open.Content, errors);
        var form = this == Csv ? DownloadForm.Read(request, errors) : new DownloadForm(Languages.Asked(request), false);
        if (query is null || form is not { } asked) return Problems.Invalid(errors);
        if (query.Canonical.Length == 0) return File.Answer(open, asked);
        var tag = SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{Edition} {open.Content.CandidatesVersion} {open.Content.Names.Version} {extension}{KeyOf(asked)} {query.Canonical}"));
        return new StreamedFile(
            Convert.ToHexStringLower(tag.AsSpan(0, 12)),
            FileNameIn(open),
            contentType,
            packed,
            (stream, ct) => write(stream, open.Content.Candidates.All(query), open.Content.Names, asked, ct),
            open.Until(),
            asked.Language);
    }

    private static IEnumerable<string[]> Rows(IEnumerable<Candidate> candidates, ContentNames names, DownloadForm form) =>
        CandidateTable.Table.RowsIn(form.Tag, candidates.Select(c => CandidateTable.RowOf(c, names, form.Tag)));

    private string FileNameIn(OpenContent open) => $"{open.Process.Process.Id}-candidates.{extension}";

    // The members of JSON have one name in all languages, so without a language it is the document in Spanish.
    private string KeyOf(DownloadForm form) => (this == Json && form.Language == Language.Spanish ? form with { Language = null } : form).Key;

    private async Task<PublicDocument?> CompleteAsync(OpenContent open, DownloadForm form, CancellationToken cancellationToken) =>
        await PublicDocumentCache.OfAsync(
            open.Content,
            FileNameIn(open) + KeyOf(form),
            async () =>
            {
                using var file = new MemoryStream();
                await write(file, open.Content.All.Candidates, open.Content.Names, form, CancellationToken.None);
                return new PublicDocument(file.ToArray(), contentType, packed) { FileName = FileNameIn(open) };
            },
            cancellationToken);
}
