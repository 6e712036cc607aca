using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace ServerlessDecide.Functions.Hosting;

/// <param name="Last">The key of the last row; null when none comes after it.</param>
internal readonly record struct PageOf<TRow>(IReadOnlyList<TRow> Rows, string? Last);

/// <summary>
/// Pages of a list that is in memory. A cursor names the last item that was given, not a place, so that a page neither repeats nor
/// skips an item when a newer snapshot arrives in between.
/// </summary>
internal static class Paging
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;
    private const int MaxListName = 200;

    // The longest key is that of a candidate, with a name of 200 characters of any script.
    private const int MaxCursor = 4096;

    /// <param name="list">Names the list, with its filters: a cursor of one is none of another.</param>
    /// <param name="all">The items in their order.</param>
    /// <param name="key">What tells an item from all others of the list.</param>
    /// <param name="row">The item as it is answered.</param>
    /// <param name="caching">For how long caches may keep a page; null for a list that is nobody's but the caller's.</param>
    /// <param name="snapshot">What the list is of, where its pages are worth keeping as long as that is; null where they are not.</param>
    /// <param name="form">Tells apart the forms in which the same items may be answered; any cursor of the list is good for all of them.</param>
    /// <param name="language">The language of items that there are in both; null for those that there are once.</param>
    public static IResult Answer<T, TRow>(
        HttpRequest request,
        string list,
        IReadOnlyList<T> all,
        Func<T, string> key,
        Func<T, TRow> row,
        JsonTypeInfo<ListAnswer<TRow>> type,
        CachePolicy? caching,
        object? snapshot = null,
        string form = "",
        Language? language = null) =>
        Answer(request, list, all, key, row, page => page, type, caching, snapshot, form, language);

    /// <param name="answer">A page as it is answered, where it says more than its items.</param>
    /// <inheritdoc cref="Answer{T, TRow}"/>
    public static IResult Answer<T, TRow, TAnswer>(
        HttpRequest request,
        string list,
        IReadOnlyList<T> all,
        Func<T, string> key,
        Func<T, TRow> row,
        Func<ListAnswer<TRow>, TAnswer> answer,
        JsonTypeInfo<TAnswer> type,
        CachePolicy? caching,
        object? snapshot = null,
        string form = "",
        Language? language = null)
    {
        return AnswerPages(request, list, last => IndexAfter(all, key, last), Page, answer, type, caching, snapshot, form, language);

        PageOf<TRow> Page(int start, int limit)
        {
            var items = all.Skip(start).Take(limit).ToList();
            return new([.. items.Select(row)], start + items.Count < all.Count ? key(items[^1]) : null);
        }
    }

    /// <param name="after">The place that comes after the item of a key; -1 when it is no key of this list.</param>
    /// <param name="page">The items from a place on, so many at most.</param>
    /// <inheritdoc cref="Answer{T, TRow, TAnswer}"/>
    public static IResult AnswerPages<TRow, TAnswer>(
        HttpRequest request,
        string list,
        Func<string, int> after,
        Func<int, int, PageOf<TRow>> page,
        Func<ListAnswer<TRow>, TAnswer> answer,
        JsonTypeInfo<TAnswer> type,
        CachePolicy? caching,
        object? snapshot = null,
        string form = "",
        Language? language = null)
    {
        list = Shortened(list);
        if (Refuse(request, list, out var limit, out var last) is { } refusal) return refusal;
        var start = last is null ? 0 : after(last);
        if (start < 0) return Problems.BadCursor();
        if (caching is { } policy)
        {
            return new PublicAnswer(snapshot is null ? Document() : PublicDocuments.Of(snapshot, $"{list}{form}{language?.Tag()}?{limit},{start}", Document), policy, language);
        }

        var items = Read(out var next);
        if (next is not null) request.HttpContext.Response.Headers.Link = Link(request, next);
        return Results.Json(answer(items), type);

        PublicDocument Document() => PublicDocument.Json(answer(Read(out var following)), type, following);

        ListAnswer<TRow> Read(out string? following)
        {
            var read = page(start, limit);
            following = read.Last is null ? null : Encode(list, read.Last);
            return new ListAnswer<TRow>(read.Rows, following);
        }
    }

    /// <summary>A page of a list that is in storage and nobody's but the caller's.</summary>
    /// <param name="isPlace">Whether a text, which anybody may have written, is a place in the list.</param>
    /// <param name="page">The items after a place, or from the beginning, so many at most.</param>
    public static async Task<IResult> AnswerStoredAsync<TRow>(
        HttpRequest request,
        string list,
        Func<string, bool> isPlace,
        Func<string?, int, Task<PageOf<TRow>>> page,
        JsonTypeInfo<ListAnswer<TRow>> type)
    {
        if (Refuse(request, list, out var limit, out var last) is { } refusal) return refusal;
        if (last is not null && !isPlace(last)) return Problems.BadCursor();
        var read = await page(last, limit);
        var next = read.Last is null ? null : Encode(list, read.Last);
        if (next is not null) request.HttpContext.Response.Headers.Link = Link(request, next);
        return Results.Json(new ListAnswer<TRow>(read.Rows, next), type);
    }

    private static Problem? Refuse(HttpRequest request, string list, out int limit, out string? last)
    {
        limit = DefaultLimit;
        last = null;
        if (request.Query.TryGetValue("limit", out var asked)
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            return Problems.InvalidInput("limit", new("debe ser un número de 1 a 500", "must be a number from 1 to 500"));
        }

        return request.Query.TryGetValue("cursor", out var cursor) && !TryDecode(cursor.ToString(), list, out last) ? Problems.BadCursor() : null;
    }

    /// <summary>The header that leads to the next page.</summary>
    public static string Link(HttpRequest request, string next)
    {
        var query = new QueryBuilder(request.Query.Where(q => !q.Key.Equals("cursor", StringComparison.OrdinalIgnoreCase))) { { "cursor", next } };
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
