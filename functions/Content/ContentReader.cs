using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Content;

/// <summary>How every function that shows content begins: is there the process, and is what it shows open?</summary>
internal sealed class ContentReader(PublishedProcesses processes, TimeProvider time)
{
    /// <param name="process">The id in the address.</param>
    /// <param name="activity">The activity that opens what is shown.</param>
    /// <param name="answer">Answers when it is open.</param>
    public async Task<IResult> AnswerAsync(string process, Activity activity, Func<OpenContent, IResult> answer, CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        return Problems.UnlessOpen(found, activity, now) ?? answer(new OpenContent(found, activity, now));
    }
}

/// <summary>Content that may be shown at this moment.</summary>
internal sealed record OpenContent(PublishedProcess Process, Activity Activity, DateTimeOffset Now)
{
    public ContentIndex Content => Process.Content;

    /// <summary>Whether something else of the process is open as well. Whoever asks must cache <see cref="Until(Activity[])"/> it changes.</summary>
    public bool IsOpen(Activity other) => Process.StateOf(other, Now).IsOpen;

    /// <summary>Until this collection, or one of the others that an answer shows a part of, opens or closes.</summary>
    public CachePolicy Until(params Activity[] others) => Until(null, others);

    /// <param name="moment">A moment at which the answer changes by itself.</param>
    public CachePolicy Until(DateTimeOffset? moment, params Activity[] others) =>
        CachePolicy.Until(others.Append(Activity).Select(a => Process.StateOf(a, Now).ChangesAt).Append(moment).Min(), Now);

    /// <summary>
    /// The order in which contenders stand side by side until the local day is over; null while the list of candidates is not open, for
    /// then nobody knows yet who stands there.
    /// </summary>
    /// <param name="caching">For how long that holds.</param>
    public DrawnOrder? OrderOfContenders(out CachePolicy caching)
    {
        var electoral = Process.Process;
        var order = IsOpen(Activity.Candidates) ? DrawnOrder.Of(electoral, Now) : null;
        caching = Until(order is null ? null : electoral.EndOf(electoral.LocalDay(Now)), Activity.Candidates);
        return order;
    }

    /// <summary>One item of the content, made into an answer once for each version of the content; 404 when it is null.</summary>
    /// <param name="key">Names the document in the content: <c>districts/7</c>.</param>
    public IResult Item<T, TAnswer>(string key, T? item, Func<T, TAnswer> answer, JsonTypeInfo<TAnswer> type)
        where T : class =>
        item is null ? Problems.NotFound() : Document(key, () => PublicDocument.Json(answer(item), type));

    /// <summary>A document made once for each version of the content.</summary>
    /// <param name="caching">Where the answer depends on more than this collection, until when; its key must say so as well.</param>
    public IResult Document(string key, Func<PublicDocument> make, CachePolicy? caching = null) =>
        new PublicAnswer(PublicDocuments.Of(Content, key, make), caching ?? Until());

    /// <summary>A page of a list; each page is made once for each version of the content.</summary>
    /// <inheritdoc cref="Paging.Answer{T, TRow}"/>
    public IResult Page<T, TRow>(
        HttpRequest request, string list, IReadOnlyList<T> all, Func<T, string> key, Func<T, TRow> row, JsonTypeInfo<ListAnswer<TRow>> type) =>
        Paging.Answer(request, list, all, key, row, type, Until(), Content);
}
