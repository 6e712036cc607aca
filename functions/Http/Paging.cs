using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using ServerlessDecide.Functions.Http.Documents;

namespace ServerlessDecide.Functions.Http;

/// <param name="Last">The key of the last row; null when no row follows it.</param>
internal readonly record struct PageOf<TRow>(IReadOnlyList<TRow> Rows, string? Last);

/// <summary>Where the pages of a list come from.</summary>
/// <param name="After">Returns the position after the item with a key; -1 when the key is not in this list.</param>
/// <param name="Page">Returns the items from a position on, up to a maximum.</param>
internal readonly record struct PageSource<TRow>(Func<string, int> After, Func<int, int, PageOf<TRow>> Page);

/// <summary>How a list is named, and how its pages are kept.</summary>
/// <param name="Name">Includes the filters, so that a cursor of one list is invalid in another.</param>
internal sealed record Listing(string Name)
{
    /// <summary>How long caches may keep a page; null for a list that is private to the caller.</summary>
    public CachePolicy? Caching { get; init; }

    /// <summary>The snapshot that the list is made from and that its pages are kept with; null when they are not kept.</summary>
    public object? Snapshot { get; init; }

    /// <summary>Distinguishes the forms of the same items; a cursor of the list is valid for all forms.</summary>
    public string Form { get; init; } = "";

    /// <summary>The language of items that exist in both; null for items that exist only once.</summary>
    public Language? Language { get; init; }
}

/// <summary>
/// Pages of a list that is in memory. A cursor names the last item that was returned, not a position, so that a page neither repeats nor
/// skips an item when a newer snapshot arrives in between.
/// </summary>
internal static class Paging
{
    /// <summary>The query parameter that names the length of a page.</summary>
    public const string LimitParameter = "limit";

    /// <summary>The query parameter that names where a page begins.</summary>
    public const string CursorParameter = "cursor";

    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;
    private const int MaxListName = 200;

    // The longest key is that of a candidate, with a name of 200 characters of any script.
    private const int MaxCursor = 4096;

    /// <param name="all">The items in their order.</param>
    /// <param name="key">Identifies an item within the list.</param>
    /// <param name="row">The item as it is answered.</param>
    public static IResult Answer<T, TRow>(
        HttpRequest request, Listing list, IReadOnlyList<T> all, Func<T, string> key, Func<T, TRow> row, JsonTypeInfo<ListAnswer<TRow>> type) =>
        AnswerPages(request, list, PagesOf(all, key, row), page => page, type);

    /// <param name="answer">Makes the answer of a page, when it says more than its items.</param>
    public static IResult AnswerPages<TRow, TAnswer>(
        HttpRequest request, Listing list, PageSource<TRow> source, Func<ListAnswer<TRow>, TAnswer> answer, JsonTypeInfo<TAnswer> type)
    {
        var name = Shortened(list.Name);
        if (Refuse(request, name, out var limit, out var last) is { } refusal) return refusal;
        var start = last is null ? 0 : source.After(last);
        if (start < 0) return Problems.BadCursor;
        if (list.Caching is { } policy)
        {
            var document = list.Snapshot is { } snapshot
                ? PublicDocumentCache.Of(snapshot, $"{name}{list.Form}{list.Language?.Tag()}?{limit},{start}", Document)
                : Document();
            return new PublicAnswer(document, policy, list.Language);
        }

        var items = Read(out var next);
        if (next is not null) request.HttpContext.Response.Headers.Link = Link(request, next);
        return Results.Json(answer(items), type);

        PublicDocument Document() => PublicDocument.Json(answer(Read(out var following)), type, following);

        ListAnswer<TRow> Read(out string? following)
        {
            var read = source.Page(start, limit);
            following = read.Last is null ? null : Encode(name, read.Last);
            return new ListAnswer<TRow>(read.Rows, following);
        }
    }

    /// <summary>Returns the pages of a list whose items are in memory.</summary>
    /// <inheritdoc cref="Answer{T, TRow}"/>
    public static PageSource<TRow> PagesOf<T, TRow>(IReadOnlyList<T> all, Func<T, string> key, Func<T, TRow> row)
    {
        return new(last => IndexAfter(all, key, last), Page);

        PageOf<TRow> Page(int start, int limit)
        {
            var items = all.Skip(start).Take(limit).ToList();
            return new([.. items.Select(row)], start + items.Count < all.Count ? key(items[^1]) : null);
        }
    }

    /// <summary>Answers a page of a list that is in storage and private to the caller.</summary>
    /// <param name="isPlace">Whether a text is a position in the list. The text is untrusted.</param>
    /// <param name="page">Returns the items after a position, or from the start, up to a maximum.</param>
    public static async Task<IResult> AnswerStoredAsync<TRow>(
        HttpRequest request,
        string list,
        Func<string, bool> isPlace,
        Func<string?, int, Task<PageOf<TRow>>> page,
        JsonTypeInfo<ListAnswer<TRow>> type)
    {
        if (Refuse(request, list, out var limit, out var last) is { } refusal) return refusal;
        if (last is not null && !isPlace(last)) return Problems.BadCursor;
        var read = await page(last, limit);
        var next = read.Last is null ? null : Encode(list, read.Last);
        if (next is not null) request.HttpContext.Response.Headers.Link = Link(request, next);
        return Results.Json(new ListAnswer<TRow>(read.Rows, next), type);
    }

    private static Problem? Refuse(HttpRequest request, string list, out int limit, out string? last)
    {
        limit = DefaultLimit;
        last = null;
        if (request.Query.TryGetValue(LimitParameter, out var asked)
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            return Problems.Invalid(LimitParameter, new("debe ser un número de 1 a 500", "must be a number from 1 to 500"));
        }

        return request.Query.TryGetValue(CursorParameter, out var cursor) && !TryDecode(cursor.ToString(), list, out last) ? Problems.BadCursor : null;
    }

    /// <summary>Returns the Link header to the next page.</summary>
    public static string Link(HttpRequest request, string next)
    {
        var query = new QueryBuilder(request.Query.Where(q => q.Key != CursorParameter)) { { CursorParameter, next } };
        return $"<{request.PathBase}{request.Path}{query}>; rel=\"next\"";
    }

    private static int IndexAfter<T>(IReadOnlyList<T> all, Func<T, string> key, string last)
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (key(all[i]) == last) return i + 1;
        }

        return -1;
    }

    // A cursor stays short, whatever the filters are.
    private static string Shortened(string list) =>
        list.Length <= MaxListName ? list : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)));

    private static string Encode(string list, string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list}\n{key}"));

    private static bool TryDecode(string cursor, string list, [NotNullWhen(true)] out string? key)
    {
        key = null;
        if (cursor.Length is 0 or > MaxCursor || !Base64Url.IsValid(cursor)) return false;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        if (!text.StartsWith(list + "\n", StringComparison.Ordinal)) return false;
        key = text[(list.Length + 1)..];
        return true;
    }
}
