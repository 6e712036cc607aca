using System.Net;
using ServerlessDecide.Bench.Load;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Bench;

/// <summary>Runs Waline, a server for reactions and comments on web pages, on loopback with a fresh SQLite file.</summary>
internal sealed class Waline : IAsyncDisposable
{
    private readonly Child process;
    private readonly int port;

    private Waline(Child process, int port)
    {
        this.process = process;
        this.port = port;
    }

    public static async Task<Waline> StartAsync(Published published, CancellationToken cancellation)
    {
        var port = Child.FreePort();
        var script = Path.Combine(Repository.Root, "bench", "Waline", "start.mjs");
        var waline = new Waline(Child.Start("node", [script, published.Waline, published.Work("waline"), $"{port}"]), port);
        await waline.process.WaitForAsync(new($"http://127.0.0.1:{port}/api/article?path=/&type=reaction0"), TimeSpan.FromSeconds(90), cancellation);
        return waline;
    }

    /// <summary>Posts JSON. Each request claims another address, as if through a proxy, so that none reaches Waline's limit by address.</summary>
    /// <exception cref="InvalidOperationException">Waline refused a request, which it does in the body with status 200.</exception>
    public async Task<LoadResult> PostAsync(int connections, int requests, string path, Func<int, string> json, CancellationToken cancellation)
    {
        var refused = 0;
        var result = await HttpLoad.RunAsync(
            new(IPAddress.Loopback, port), connections, requests,
            (number, buffer) => Requests.Post(
                buffer, path, $"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\r\n", json(number)),
            (_, _, body) =>
            {
                if (body.Span.IndexOf("\"errno\":0"u8) < 0) Interlocked.Increment(ref refused);
            },
            cancellation);
        return refused == 0 ? result.Whole(requests) : throw new InvalidOperationException($"Waline refused {refused} of {requests}.");
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
