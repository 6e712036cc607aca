using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Bench.Load;

// The least work Kestrel can do for the same answers: a baseline for the app, besides nginx and raw upserts.
//   Bare PORT                               GET anything: "ok"
//   Bare PORT FILE                          GET anything: the file, FILE.gz or FILE.br by Accept-Encoding, 304 by If-None-Match
//   Bare PORT TABLES ACCOUNT KEY            PUT /{shard}/{partition}/{row}: one row upserted, answered after the write; TABLES is their
//                                           URL without the shard
var builder = WebApplication.CreateEmptyBuilder(new());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.ListenLocalhost(int.Parse(args[0], CultureInfo.InvariantCulture));
});
var app = builder.Build();
RequestDelegate answer = args.Length switch
{
    1 => http => http.Response.WriteAsync("ok", http.RequestAborted),
    2 => Serve(args[1]),
    _ => Upsert([.. Enumerable.Range(0, 16).Select(shard => new TableRequests(new Uri(args[1] + shard.ToString("x1", CultureInfo.InvariantCulture)), args[2], args[3]))]),
};
app.Run(answer);
await app.RunAsync();

static RequestDelegate Serve(string path)
{
    byte[] plain = File.ReadAllBytes(path), gzip = File.ReadAllBytes(path + ".gz"), brotli = File.ReadAllBytes(path + ".br");
    return http =>
    {
        var (request, response) = (http.Request, http.Response);
        var accepted = request.Headers.AcceptEncoding.ToString();
        var (bytes, coding, tag) = accepted.Contains("br", StringComparison.Ordinal) ? (brotli, "br", "\"b\"")
            : accepted.Contains("gzip", StringComparison.Ordinal) ? (gzip, "gzip", "\"g\"")
            : (plain, null, "\"p\"");
        response.Headers.ETag = tag;
        if (request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (coding is not null) response.Headers.ContentEncoding = coding;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, CancellationToken.None).AsTask();
    };
}

static RequestDelegate Upsert(TableRequests[] tables)
{
    var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false, ActivityHeadersPropagator = null });
    return async http =>
    {
        if (HttpMethods.IsGet(http.Request.Method)) return;
        // Read and parse the body as the app must; store a row as large as a reaction.
        var read = await http.Request.BodyReader.ReadAsync(http.RequestAborted);
        string? value;
        using (var body = JsonDocument.Parse(read.Buffer)) value = body.RootElement.GetProperty("value").GetString();
        http.Request.BodyReader.AdvanceTo(read.Buffer.End);

        var parts = http.Request.Path.Value!.Split('/');
        var table = tables[Convert.ToInt32(parts[1], 16)];
        var (partition, row) = (parts[2], parts[3]);
        using var request = new HttpRequestMessage(HttpMethod.Put, table.Address(partition, row));
        var (date, authorization) = table.Sign(partition, row);
        request.Headers.TryAddWithoutValidation("x-ms-date", date);
        request.Headers.TryAddWithoutValidation("x-ms-version", TableRequests.Version);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("Accept", "application/json;odata=nometadata");
        request.Content = new ByteArrayContent(TableRequests.Row(partition, row, value!));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var stored = await client.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = stored.IsSuccessStatusCode ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
    };
}
