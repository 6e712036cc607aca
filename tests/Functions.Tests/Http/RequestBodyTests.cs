using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Http;

[Collection(SharedApp.Name)]
public sealed class RequestBodyTests(SharedApp shared) : SharedAppTest(shared)
{
    private static readonly string[] Functions = ["CreateProcess", "CreateVisitor", "PostPlatformComment", "PostModeration", "PostModerationCopies", "PostProposalComment", "PutCalendar", "PutProcess", "PutProposalReaction", "PutPlatformReaction", "PutBlockReaction", "PostBlockComment"];

    private readonly TestApp app = shared.App;

    /// <summary>The functions that take JSON.</summary>
    public static TheoryData<string> TakeJson => [.. Functions];

    [Theory]
    [MemberData(nameof(TakeJson))]
    public async Task Every_function_with_a_body_is_tested_here(string function)
    {
        // These take no body, or not only JSON; the tests of each function cover them.
        string[] others = ["ConfirmCalendar", "ConfirmRemoval", "DeletePendingCalendar", "DeleteProcess", "DeleteRemoval", "DeleteBlockReaction", "DeleteProposalReaction", "DeletePlatformReaction", "JoinEntryQueue", "PostImport", "PostPackages", "PostRebuild", "PostReview", "PostVisit", "PublishImport"];
        var taken = Functions.Concat(others).ToHashSet();
        Assert.Equal([], DeclaredRoutes.All.Where(f => f.Methods.Any(m => m is not ("GET" or "HEAD")) && !taken.Contains(f.Name)));
        using var empty = await SendAsync(function, Bytes("{}"), "application/json; charset=UTF-8");
        Assert.NotEmpty(await empty.InvalidFieldsAsync());
        using var quoted = await SendAsync(function, Bytes("{}"), "application/json; charset=\"utf-8\"");
        Assert.NotEmpty(await quoted.InvalidFieldsAsync());
    }

    [Theory]
    [MemberData(nameof(TakeJson))]
    public async Task A_body_of_any_type_other_than_JSON_in_UTF_8_is_refused(string function)
    {
        foreach (var type in new[] { null, "", "text/plain", "application/json; charset=iso-8859-1", "application/x-www-form-urlencoded", "json", "application/jsonp", "*/*", "application/json, text/plain" })
        {
            using var answer = await SendAsync(function, Bytes("{}"), type);
            var problem = await answer.ProblemAsync(415, "unsupported_media_type");
            Assert.Contains("application/json", problem.Text("detail"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(TakeJson))]
    public async Task Malformed_JSON_is_refused_as_malformed(string function)
    {
        byte[][] malformed =
        [
            [],
            Bytes(" \n"),
            Bytes("{"),
            Bytes("{} {}"),
            Bytes("{\"a\":1,}"),
            Bytes("[1,]"),
            Bytes("{'a':1}"),
            Bytes("{\"a\":1,\"a\":2}"),
            Bytes("{\"value\":\"like\",\"value\":\"like\"}"),
            Bytes("{\"x\":{\"a\":1,\"\\u0061\":2}}"),
            Bytes("// comment\n{}"),
            Bytes("NaN"),
            Bytes("\0"),
            Bytes(string.Concat(Enumerable.Repeat("[", 1000)) + string.Concat(Enumerable.Repeat("]", 1000))),
            Bytes(string.Concat(Enumerable.Repeat("{\"a\":", 600)) + "1" + string.Concat(Enumerable.Repeat("}", 600))),
            [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'],
            [0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0],
            [.. Bytes("{\"value\":\""), 0xFF, .. Bytes("\"}")],
            [.. Bytes("{\"text\":\""), 0xC3, 0x28, .. Bytes("\"}")],
            [.. Bytes("{\""), 0xED, 0xA0, 0x80, .. Bytes("\":1}")],
            [.. Bytes("{\"x\":\""), 0xC0, 0x80, .. Bytes("\"}")],
        ];
        foreach (var body in malformed)
        {
            using var answer = await SendAsync(function, body, "application/json");
            await answer.ProblemAsync(400, "malformed_json");
        }
    }

    [Theory]
    [MemberData(nameof(TakeJson))]
    public async Task A_JSON_value_other_than_an_object_is_refused(string function)
    {
        foreach (var body in new[] { "null", "[]", "\"like\"", "1", "true", "[{}]" })
        {
            using var answer = await SendAsync(function, Bytes(body), "application/json");
            Assert.Equal(["body"], await answer.InvalidFieldsAsync());
        }
    }

    [Theory]
    [MemberData(nameof(TakeJson))]
    public async Task A_lone_surrogate_is_refused_wherever_it_stands(string function)
    {
        foreach (var body in new[] { "{\"\\ud800\":1}", "{\"\\ud800\":1,\"\\ud800\":2}", "{\"a\\udfff\":1,\"b\\udfff\":2}", "{\"x\":{\"\\ud800\":1,\"\\udfff\":2}}" })
        {
            using var answer = await SendAsync(function, Bytes(body), "application/json");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("PutPlatformReaction", "{\"value\":1}", "value")]
    [InlineData("PutPlatformReaction", "{\"value\":[\"like\"]}", "value")]
    [InlineData("PutPlatformReaction", "{\"value\":{}}", "value")]
    [InlineData("PutPlatformReaction", "{\"value\":true}", "value")]
    [InlineData("PutPlatformReaction", "{\"value\":null}", "value")]
    [InlineData("PutPlatformReaction", "{\"value\":\"\\ud800\"}", "value")]
    [InlineData("PutPlatformReaction", "{\"value\":\"Like\"}", "value")]
    [InlineData("PutPlatformReaction", "{\"value\":\"withdrawn\"}", "value")]
    [InlineData("PutPlatformReaction", "{\"Value\":\"like\"}", "value")]
    [InlineData("PostPlatformComment", "{\"kind\":1,\"text\":\"x\"}", "kind")]
    [InlineData("PostPlatformComment", "{\"kind\":\"idea\",\"text\":[]}", "text")]
    [InlineData("PostPlatformComment", "{\"kind\":\"idea\",\"text\":\"\\ud800\"}", "text")]
    [InlineData("PostPlatformComment", "{\"kind\":\"idea\",\"text\":\"a\\udc00b\"}", "text")]
    [InlineData("CreateVisitor", "{\"altcha\":{}}", "altcha")]
    [InlineData("CreateVisitor", "{\"altcha\":\"\"}", "altcha")]
    [InlineData("PutCalendar", "{\"activities\":{}}", "activities")]
    [InlineData("PutCalendar", "{\"activities\":[1]}", "activities[0]")]
    [InlineData("PutCalendar", "{\"activities\":[{\"activity\":5,\"windows\":[]}]}", "activities[0].activity")]
    [InlineData("PutCalendar", "{\"activities\":[{\"activity\":\"information\",\"windows\":[{\"opens\":5}]}]}", "activities[0].windows[0].opens")]
    [InlineData("CreateProcess", "{\"id\":5}", "id")]
    [InlineData("CreateProcess", "{\"name\":{}}", "name")]
    public async Task A_value_of_the_wrong_type_names_its_field(string function, string body, string field)
    {
        using var answer = await SendAsync(function, Bytes(body), "application/json");
        Assert.Contains(field, await answer.InvalidFieldsAsync());
    }

    [Theory]
    [MemberData(nameof(TakeJson))]
    public async Task A_body_over_its_limit_is_refused_with_or_without_a_declared_length(string function)
    {
        var large = Bytes($"{{\"x\":\"{new string('x', 70_000)}\"}}");
        using var declared = await SendAsync(function, large, "application/json");
        await declared.ProblemAsync(413, "body_too_large");
        using var chunked = await SendAsync(function, large, "application/json", chunked: true);
        var problem = await chunked.ProblemAsync(413, "body_too_large");
        Assert.DoesNotContain(" 0 ", problem.Text("detail"), StringComparison.Ordinal);
        using var whole = await SendAsync(function, Bytes("{}"), "application/json", chunked: true);
        Assert.NotEmpty(await whole.InvalidFieldsAsync());
    }

    [Fact]
    public Task A_body_that_does_not_arrive_is_refused_with_a_timeout() => Task.WhenAll(Functions.Append("PostImport").Select(async function =>
    {
        var declared = DeclaredRoutes.Of(function);
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.Root.Host, app.Root.Port);
        await socket.GetStream().WriteAsync(Bytes(
            $"{declared.Methods[0]} /api/v1/{declared.Address(SharedApp.Open)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Authorization: Bearer {Shared.Visitor.Token}\r\nx-functions-key: {TestApp.Key}\r\nContent-Length: 100\r\n\r\n{{\"value\":\""));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(22));
        using var reader = new StreamReader(socket.GetStream());
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync(end.Token));
        Assert.Contains("\"code\":\"request_timeout\"", await reader.ReadToEndAsync(end.Token), StringComparison.Ordinal);
    }));

    [Fact]
    public async Task A_body_that_arrives_slowly_gets_five_seconds_and_then_a_timeout()
    {
        const int Whole = 60_000, Part = 250;
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.Root.Host, app.Root.Port);
        await socket.GetStream().WriteAsync(Bytes(
            $"POST /api/v1/processes/{SharedApp.Open}/visitors HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Whole}\r\n\r\n"));
        using var reader = new StreamReader(socket.GetStream());
        var status = reader.ReadLineAsync();
        var sent = 0;
        // The whole body would take a minute, or longer on a slow machine.
        for (; sent < Whole && !status.IsCompleted; sent += Part)
        {
            await socket.GetStream().WriteAsync(Bytes(new string(' ', Part)));
            await Task.WhenAny(status, Task.Delay(250));
        }

        Assert.Equal("HTTP/1.1 408 Request Timeout", await status);
        Assert.InRange(sent, Part, Whole - Part);
    }

    private async Task<HttpResponseMessage> SendAsync(string function, byte[] body, string? type, bool chunked = false)
    {
        var declared = DeclaredRoutes.Of(function);
        var request = new HttpRequestMessage(new HttpMethod(declared.Methods[0]), declared.Address(SharedApp.Open));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Shared.Visitor.Token);
        request.Headers.Add("x-functions-key", TestApp.Key);
        request.Content = new ByteArrayContent(body);
        if (type is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (chunked) request.Headers.TransferEncodingChunked = true;
        return await app.Client.SendAsync(request);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

public sealed class SlowRequestBodyTests
{
    [Fact]
    public async Task A_body_that_trickles_is_abandoned_at_the_timeout()
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/json";
        context.Request.Body = new Trickle();
        var body = await context.Request.ReadJsonAsync(Json.Api.ReactionRequest, RequestBody.DefaultLimit, TimeSpan.FromMilliseconds(200), CancellationToken.None);
        Assert.Equal("request_timeout", Assert.IsType<Problem>(body.Refusal).Code);
    }

    [Fact]
    public async Task A_caller_that_disconnected_is_not_answered_with_a_timeout()
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/json";
        context.Request.Body = new Trickle();
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => context.Request.ReadJsonAsync(Json.Api.ReactionRequest, RequestBody.DefaultLimit, gone.Token));
    }

    /// <summary>Yields one byte every 20 ms and never ends.</summary>
    private sealed class Trickle : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(20, cancellationToken);
            buffer.Span[0] = (byte)' ';
            return 1;
        }
    }
}
