using Microsoft.AspNetCore.Http;
using ServerlessDecide.Exports;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Publication;

/// <summary>A public file of a process: what the data package says of it, and the document that its address answers.</summary>
/// <param name="Path">Its address below the process: <c>candidates.csv</c>.</param>
/// <param name="Activity">The activity that opens it; null when it is always there.</param>
/// <param name="MakeAsync">Returns the document in a form; null when the process has none.</param>
internal sealed record PublicFile(
    string Path, Activity? Activity, string ContentType, FileText Title, Func<OpenContent, DownloadForm, CancellationToken, Task<PublicDocument?>> MakeAsync)
{
    /// <summary>Returns the table that the plain file holds; null when it is none.</summary>
    public Func<OpenContent, Table>? Table { get; init; }

    /// <summary>Returns a file that is a table as CSV, made once for each form and as long as <paramref name="snapshot"/> lives.</summary>
    /// <param name="snapshot">What the rows are read from.</param>
    /// <param name="table">The table in a language, or without one.</param>
    /// <param name="rows">Its rows in the same language.</param>
    public static PublicFile Csv(
        string path,
        Activity? activity,
        FileText title,
        Func<OpenContent, object> snapshot,
        Func<OpenContent, string?, Table> table,
        Func<OpenContent, string?, IEnumerable<string[]>> rows) =>
        new(
            path,
            activity,
            PublicDocument.CsvType,
            title,
            (open, form, _) => Task.FromResult<PublicDocument?>(PublicDocumentCache.Of(snapshot(open), path + form.Key, () =>
            {
                var held = table(open, form.Tag);
                return PublicDocument.Csv(held.ColumnsIn(form.Tag), held.RowsIn(form.Tag, rows(open, form.Tag)), form.Marked);
            })))
        { Table = open => table(open, null) };

    /// <summary>Answers the form of the file that the caller asks for.</summary>
    public IResult Answer(OpenContent open, HttpRequest request, CachePolicy? caching = null)
    {
        var errors = new FieldErrors();
        return DownloadForm.Read(request, errors) is { } form ? Answer(open, form, caching) : Problems.Invalid(errors);
    }

    /// <inheritdoc cref="Answer(OpenContent, HttpRequest, CachePolicy?)"/>
    public IResult Answer(OpenContent open, DownloadForm form, CachePolicy? caching = null) => new FileAnswer(this, open, form, caching ?? open.Until());

    private sealed class FileAnswer(PublicFile file, OpenContent open, DownloadForm form, CachePolicy caching) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var document = await file.MakeAsync(open, form, httpContext.RequestAborted);
            IResult answer = document is null ? Problems.NotFound : new PublicAnswer(document, caching, form.Language);
            await answer.ExecuteAsync(httpContext);
        }
    }
}

/// <summary>The form of a table for download that a caller asks for. Each form has its own address, so each address has one document.</summary>
/// <param name="Language">The language of headers and words; null for those of the import, which are not translated.</param>
/// <param name="Marked">Whether the file begins with a byte order mark.</param>
internal readonly record struct DownloadForm(Language? Language, bool Marked)
{
    /// <summary>The query parameter that asks for a byte order mark.</summary>
    public const string Mark = "excel";

    /// <summary>What the API's description says of it.</summary>
    public const string MarkMeaning = "Whether the file begins with a byte order mark, by which Excel reads its accents right.";

    /// <summary>What an address without parameters answers.</summary>
    public static DownloadForm Plain => default;

    /// <summary>The tag of the language; null without one.</summary>
    public string? Tag => Language?.Tag();

    /// <summary>Tells the forms of a file apart; empty for the plain one.</summary>
    public string Key => (Tag, Marked) switch
    {
        (null, false) => "",
        (var tag, false) => $"?{tag}",
        (var tag, true) => $"?{tag}&{Mark}",
    };

    /// <summary>Returns the form that the address asks for, or null and its errors.</summary>
    public static DownloadForm? Read(HttpRequest request, FieldErrors errors)
    {
        var asked = request.Query[Mark];
        if (asked.Count > 1 || asked.ToString() is not ("" or "true" or "false"))
        {
            errors.Add(Mark, new("debe ser true o false", "must be true or false"));
            return null;
        }

        return new(Languages.Asked(request), asked == "true");
    }
}
