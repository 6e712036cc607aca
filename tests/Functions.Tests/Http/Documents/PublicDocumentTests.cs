using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Http.Documents;

/// <summary>Tests over HTTP what we promise for every public answer.</summary>
[Collection(SharedApp.Name)]
public sealed class PublicAnswerTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    /// <summary>The public reads, except those whose answers always differ or must not be cached.</summary>
    public static TheoryData<string> PublicRoutes => DeclaredRoutes.Names(
        f => f.Role == Role.Anyone && f.Methods.Contains("GET") && f.Name is not ("GetHealth" or "GetChallenge" or "GetLocation" or "GetComment"));

    [Theory]
    [MemberData(nameof(PublicRoutes))]
    public async Task A_public_answer_has_a_strong_ETag_and_is_cacheable_and_readable_from_other_origins(string function)
    {
        var address = DeclaredRoutes.Of(function).Address(SharedApp.Open);
        using var answer = await app.Client.GetAsync(address);
        var body = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(Assert.IsType<EntityTagHeaderValue>(answer.Headers.ETag).IsWeak);
        Assert.Matches("^public, max-age=[0-9]+$", Assert.Single(answer.Headers.GetValues("Cache-Control")));
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
        Assert.Equal(body.Length, answer.Content.Headers.ContentLength);

        foreach (var sent in new[] { $"{answer.Headers.ETag}", $"W/{answer.Headers.ETag}", $"\"x\", {answer.Headers.ETag}", "*" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("If-None-Match", sent);
            using var unchanged = await app.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
            Assert.Equal(answer.Headers.ETag, unchanged.Headers.ETag);
            Assert.Equal(answer.Headers.CacheControl, unchanged.Headers.CacheControl);
            Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync());
        }

        foreach (var sent in new[] { "\"x\"", "garbage", "", "\"" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("If-None-Match", sent);
            using var whole = await app.Client.SendAsync(request);
            Assert.Equal(body, await whole.Content.ReadAsByteArrayAsync());
        }

        using var head = await app.Client.SendAsync("HEAD", address);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(answer.Headers.ETag, head.Headers.ETag);
        Assert.Equal(answer.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(body.Length, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [MemberData(nameof(PublicRoutes))]
    public async Task A_compressed_public_answer_has_its_own_ETag_and_decompresses_to_the_same_bytes(string function)
    {
        var address = DeclaredRoutes.Of(function).Address(SharedApp.Open);
        using var plain = await app.Client.GetAsync(address);
        var body = await plain.Content.ReadAsByteArrayAsync();
        var tags = new HashSet<EntityTagHeaderValue> { plain.Headers.ETag! };
        foreach (var coding in new[] { "br", "gzip" })
        {
            using var answer = await GetAsync(address, coding);
            // Small documents and zip files gain nothing from compression.
            if (body.Length < 600 || body.AsSpan().StartsWith("PK"u8))
            {
                Assert.Empty(answer.Content.Headers.ContentEncoding);
                continue;
            }

            Assert.Equal(coding, Assert.Single(answer.Content.Headers.ContentEncoding));
            Assert.True(tags.Add(answer.Headers.ETag!));
            Assert.Equal(body, await UnpackAsync(coding, answer));

            using var again = await GetAsync(address, coding, $"{answer.Headers.ETag}");
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Equal(answer.Headers.ETag, again.Headers.ETag);
        }

        foreach (var refused in new[] { "identity", "br;q=0, gzip;q=0", "gzip;q=0.0", "zstd", "deflate, *;q=0" })
        {
            using var answer = await GetAsync(address, refused);
            Assert.Empty(answer.Content.Headers.ContentEncoding);
            Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync());
        }

        using var either = await GetAsync(address, "gzip, deflate, br;q=0");
        if (body.Length >= 600 && !body.AsSpan().StartsWith("PK"u8)) Assert.Equal("gzip", Assert.Single(either.Content.Headers.ContentEncoding));
    }

    [Fact]
    public async Task The_same_content_has_the_same_ETag_in_another_process()
    {
        await Example.LoadAsync(app, "gemelo-2021", SharedApp.AllOpen);
        using var one = await app.Client.GetAsync($"processes/{SharedApp.Open}/platforms/sol-legislatura");
        using var other = await app.Client.GetAsync("processes/gemelo-2021/platforms/sol-legislatura");
        Assert.Equal(one.Headers.ETag, other.Headers.ETag);
    }

    private Task<HttpResponseMessage> GetAsync(string address, string acceptEncoding, string? etag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        return app.Client.SendAsync(request);
    }

    private static async Task<byte[]> UnpackAsync(string coding, HttpResponseMessage answer)
    {
        var packed = await answer.Content.ReadAsStreamAsync();
        await using Stream unpacked = coding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
        using var target = new MemoryStream();
        await unpacked.CopyToAsync(target);
        return target.ToArray();
    }
}

public sealed class PublicDocumentTests
{
    [Theory]
    [InlineData("br", "br")]
    [InlineData("BR", "br")]
    [InlineData("gzip, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip ; q=0.5", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("br;q=0.000, gzip;q=0.001", "gzip")]
    [InlineData("br; q=0", null)]
    [InlineData("identity", null)]
    [InlineData("", null)]
    [InlineData(",,;,", null)]
    [InlineData("brotli, gzipped", null)]
    public void A_document_is_sent_in_the_smallest_encoding_that_the_caller_accepts(string accepted, string? encoding) =>
        Assert.Equal(encoding, Large().For(Request(accepted)).Encoding);

    [Fact]
    public void A_small_document_is_not_compressed()
    {
        var small = new PublicDocument(new byte[599], "text/plain");
        Assert.Null(small.For(Request("br, gzip")).Encoding);
    }

    [Fact]
    public void A_document_makes_each_encoded_form_once()
    {
        var document = Large();
        Assert.Same(document.For(Request("br")), document.For(Request("br")));
    }

    [Fact]
    public void The_cache_keeps_a_document_per_snapshot_and_key()
    {
        object snapshot = new(), other = new();
        var document = PublicDocumentCache.Of(snapshot, "a", Large);
        Assert.Same(document, PublicDocumentCache.Of(snapshot, "a", () => throw new InvalidOperationException()));
        Assert.NotSame(document, PublicDocumentCache.Of(snapshot, "b", Large));
        Assert.NotSame(document, PublicDocumentCache.Of(other, "a", Large));
    }

    [Fact]
    public void A_caller_that_requests_many_documents_evicts_only_documents_that_are_not_in_use()
    {
        object snapshot = new();
        var wanted = PublicDocumentCache.Of(snapshot, "wanted", Large);
        for (var i = 0; i < 200; i++)
        {
            PublicDocumentCache.Of(snapshot, $"{i}", Heavy);
            Assert.Same(wanted, PublicDocumentCache.Of(snapshot, "wanted", Large));
        }

        var isMadeAgain = false;
        PublicDocumentCache.Of(snapshot, "0", () =>
        {
            isMadeAgain = true;
            return Heavy();
        });
        Assert.True(isMadeAgain);

        // 200 MB in all.
        static PublicDocument Heavy() => new(new byte[1_000_000], "text/plain");
    }

    [Fact]
    public async Task Concurrent_callers_share_one_slow_document_and_a_cancelled_caller_does_not_stop_it()
    {
        object snapshot = new();
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gone = new CancellationTokenSource();
        var made = 0;
        var first = PublicDocumentCache.OfAsync(snapshot, "a", MakeAsync, gone.Token);
        var others = Enumerable.Range(0, 32).Select(_ => Task.Run(() => PublicDocumentCache.OfAsync(snapshot, "a", MakeAsync, default))).ToList();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        goOn.SetResult();

        Assert.Single((await Task.WhenAll(others)).Distinct());
        Assert.Equal(1, made);

        async Task<PublicDocument> MakeAsync()
        {
            Interlocked.Increment(ref made);
            await goOn.Task;
            return Large();
        }
    }

    [Fact]
    public async Task A_document_that_failed_is_made_again_at_the_next_request()
    {
        object snapshot = new();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => PublicDocumentCache.OfAsync(snapshot, "a", () => Task.FromException<PublicDocument>(new InvalidOperationException()), default));
        Assert.NotNull(await PublicDocumentCache.OfAsync(snapshot, "a", () => Task.FromResult(Large()), default));
    }

    private static PublicDocument Large() => new(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Example.Text, 20))), "text/plain");

    private static HttpRequest Request(string acceptEncoding)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.AcceptEncoding = acceptEncoding;
        return request;
    }
}

public sealed class CachePolicyTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2021-05-10T12:00:00-05:00", CultureInfo.InvariantCulture);

    [Fact]
    public void No_cache_serves_an_answer_beyond_the_next_change() => Prop.ForAll(
        Gen.Choose(-100_000, 1_000_000_000).Select(ms => TimeSpan.FromMilliseconds(ms)).ToArbitrary(),
        left =>
        {
            var policy = CachePolicy.Until(Now + left, Now);
            return policy.MaxAge >= 0 && policy.MaxAge <= Math.Max(left.TotalSeconds, 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Far_from_any_change_an_answer_is_cached_for_a_minute_and_never_served_stale() =>
        Assert.Equal("public, max-age=60", CachePolicy.Until(null, Now).ToString());
}
