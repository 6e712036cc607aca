using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Publication;

/// <summary>Checks, for every function that shows content, that the process exists and that the activity of its attribute is open.</summary>
internal sealed class ContentEndpoint(PublishedProcessCache processes, TimeProvider time)
{
    /// <param name="process">The id in the address.</param>
    /// <param name="answer">Makes the answer when the activity is open.</param>
    /// <exception cref="InvalidOperationException">The function has no <see cref="ContentAttribute"/>.</exception>
    public async Task<IResult> AnswerAsync(HttpRequest request, string process, Func<OpenContent, IResult> answer, CancellationToken cancellationToken)
    {
        var function = request.HttpContext.Function();
        var declared = function.Content ?? throw new InvalidOperationException($"{function.Name} shows content but has no [Content].");
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        var now = time.GetUtcNow();
        return Problems.UnlessOpen(found, declared.Activity, now) ?? answer(new OpenContent(found, function.Resource, declared.Activity, now));
    }

    /// <summary>Answers a page of a whole list.</summary>
    /// <param name="all">The items in their order.</param>
    /// <param name="key">Identifies an item within the list.</param>
    /// <param name="row">The item as it is answered.</param>
    public Task<IResult> ListAsync<T, TRow>(
        HttpRequest request,
        string process,
        Func<ContentIndex, IReadOnlyList<T>> all,
        Func<T, string> key,
        Func<OpenContent, T, TRow> row,
        JsonTypeInfo<ListAnswer<TRow>> type,
        CancellationToken cancellationToken) =>
        AnswerAsync(request, process, open => open.Page(request, "", all(open.Content), key, item => row(open, item), type), cancellationToken);

    /// <summary>Answers one item, or 404.</summary>
    /// <param name="id">As in the address.</param>
    /// <param name="find">The item of an id, or null.</param>
    /// <param name="answer">The item as it is answered.</param>
    public Task<IResult> ItemAsync<T, TAnswer>(
        HttpRequest request,
        string process,
        string id,
        Func<ContentIndex, string, T?> find,
        Func<OpenContent, T, TAnswer> answer,
        JsonTypeInfo<TAnswer> type,
        CancellationToken cancellationToken)
        where T : class =>
        AnswerAsync(request, process, open => open.Item(id, find(open.Content, id), item => answer(open, item), type), cancellationToken);
}

/// <summary>The order of contenders at a moment, and how long it holds.</summary>
/// <param name="Order">Null while the list of candidates is not open: until then it is not public who stands.</param>
internal readonly record struct ContenderOrder(DrawnOrder? Order, CachePolicy Caching);

/// <summary>Content that may be shown at this moment.</summary>
/// <param name="Resource">The requested resource (<see cref="HttpFunction.Resource"/>).</param>
/// <param name="Activity">The activity that opens it.</param>
internal sealed record OpenContent(PublishedProcess Process, string Resource, Activity Activity, DateTimeOffset Now)
{
    /// <summary>Returns the content for what is always there and asks of everything else whether it <see cref="IsOpen"/>.</summary>
    public static OpenContent Always(PublishedProcess process, DateTimeOffset now) => new(process, "", Activity.Information, now);

    public ContentIndex Content => Process.Content;

    /// <summary>Whether another activity is open as well. An answer that depends on it is cached only <see cref="Until(Activity[])"/> it changes.</summary>
    public bool IsOpen(Activity other) => Process.StateOf(other, Now).IsOpen;

    /// <summary>Caches until this activity opens or closes, or one of the others on which the answer depends.</summary>
    public CachePolicy Until(params Activity[] others) => Until(null, others);

    /// <param name="moment">A moment at which the answer changes by itself.</param>
    public CachePolicy Until(DateTimeOffset? moment, params Activity[] others) =>
        CachePolicy.Until(others.Append(Activity).Select(a => Process.StateOf(a, Now).ChangesAt).Append(moment).Min(), Now);

    /// <summary>Returns the order in which contenders are shown until the end of the local day.</summary>
    public ContenderOrder OrderOfContenders()
    {
        var electoral = Process.Process;
        var order = IsOpen(Activity.Candidates) ? DrawnOrder.Of(electoral, Now) : null;
        return new(order, Until(order is null ? null : electoral.EndOf(electoral.LocalDay(Now)), Activity.Candidates));
    }

    /// <summary>Answers one item, made once for each version of the content; 404 when it is null.</summary>
    public IResult Item<T, TAnswer>(string id, T? item, Func<T, TAnswer> answer, JsonTypeInfo<TAnswer> type)
        where T : class =>
        item is null ? Problems.NotFound : Kept($"{Resource}/{id}", () => PublicDocument.Json(answer(item), type), Until());

    /// <summary>Answers a document that is made once for each version of the content.</summary>
    /// <param name="key">Names the document within the resource.</param>
    /// <param name="caching">How long to cache an answer that depends on more than this activity; its key must reflect that too.</param>
    public IResult Document(string key, Func<PublicDocument> make, CachePolicy? caching = null) =>
        Kept(Resource + key, make, caching ?? Until());

    /// <summary>Answers a page of a list; each page is made once for each version of the content.</summary>
    /// <param name="filters">The filters in canonical form; empty for the whole list.</param>
    /// <inheritdoc cref="Paging.Answer{T, TRow}"/>
    public IResult Page<T, TRow>(
        HttpRequest request, string filters, IReadOnlyList<T> all, Func<T, string> key, Func<T, TRow> row, JsonTypeInfo<ListAnswer<TRow>> type) =>
        Paging.Answer(request, List(filters), all, key, row, type);

    /// <inheritdoc cref="Page"/>
    public Listing List(string filters) => new(Resource + filters) { Caching = Until(), Snapshot = Content };

    private PublicAnswer Kept(string key, Func<PublicDocument> make, CachePolicy caching) => new(PublicDocumentCache.Of(Content, key, make), caching);
}
