using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServerlessDecide.Bench.Load;

/// <summary>Writes request number <paramref name="number"/> into the buffer and returns its length, or 0 if there are no more.</summary>
internal delegate int WriteRequest(int number, Span<byte> buffer);

/// <summary>One exchange with one server; a request may need several.</summary>
internal sealed record Exchange(IPEndPoint Server, WriteRequest Write);

/// <summary>The results of a run of requests.</summary>
/// <param name="Done">Answers with a status from 200 to 299.</param>
/// <param name="Other">All other answers.</param>
internal sealed record LoadResult(int Done, int Other, TimeSpan Took)
{
    public double PerSecond => Done / Took.TotalSeconds;

    /// <summary>Returns this result if every request got its 2xx answer; otherwise throws.</summary>
    public LoadResult Whole(int requests) => Done == requests
        ? this
        : throw new InvalidOperationException($"{Done} of {requests} requests were answered as they should be, {Other} were not.");
}

/// <summary>
/// Sends requests over persistent connections, one at a time on each, with as little work as possible: the generator takes its share of
/// the two cores from the measured side. The same code drives both sides of a comparison.
/// </summary>
internal static class HttpLoad
{
    public static Task<LoadResult> RunAsync(
        IPEndPoint server, int connections, int requests, WriteRequest write, Action<int, int, ReadOnlyMemory<byte>>? onBody, CancellationToken cancellation) =>
        RunAsync([new(server, write)], connections, requests, onBody, cancellation);

    /// <param name="exchanges">The exchanges of a request, in order; the request is done when all are done.</param>
    /// <param name="onBody">Called with each request's number and the status and body of its last exchange; null if not needed.</param>
    /// <param name="perSecond">How many requests start in a second if the server keeps up; infinite for the highest possible rate.</param>
    public static async Task<LoadResult> RunAsync(
        IReadOnlyList<Exchange> exchanges,
        int connections,
        int requests,
        Action<int, int, ReadOnlyMemory<byte>>? onBody,
        CancellationToken cancellation,
        double perSecond = double.PositiveInfinity)
    {
        var next = -1;
        var done = 0;
        var other = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(ConnectAsync, cancellation)));
        return new(done, other, watch.Elapsed);

        async Task ConnectAsync()
        {
            var (good, bad) = (0, 0);
            var sockets = new List<Socket>();
            try
            {
                foreach (var exchange in exchanges)
                {
                    sockets.Add(new(exchange.Server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
                    await sockets[^1].ConnectAsync(exchange.Server, cancellation);
                }

                var buffer = new byte[64 * 1024];
                while (true)
                {
                    var number = Interlocked.Increment(ref next);
                    if (number >= requests) break;
                    var early = TimeSpan.FromSeconds(number / perSecond) - watch.Elapsed;
                    if (early > TimeSpan.Zero) await Task.Delay(early, cancellation);
                    if (await SendAsync(sockets, number, buffer) is not { } isGood) break;
                    if (isGood) good++;
                    else bad++;
                }
            }
            finally
            {
                foreach (var socket in sockets) socket.Dispose();
            }

            Interlocked.Add(ref done, good);
            Interlocked.Add(ref other, bad);
        }

        // Null if there are no more requests.
        async ValueTask<bool?> SendAsync(List<Socket> sockets, int number, byte[] buffer)
        {
            var isGood = true;
            for (var i = 0; i < sockets.Count; i++)
            {
                var length = exchanges[i].Write(number, buffer);
                if (length == 0) return null;
                await sockets[i].SendAsync(buffer.AsMemory(0, length), SocketFlags.None, cancellation);
                var (status, body) = await ReceiveAsync(sockets[i], buffer, cancellation);
                isGood &= status is >= 200 and < 300;
                if (i == sockets.Count - 1) onBody?.Invoke(number, status, body);
            }

            return isGood;
        }
    }

    private static async ValueTask<(int Status, ReadOnlyMemory<byte> Body)> ReceiveAsync(Socket socket, byte[] buffer, CancellationToken cancellation)
    {
        var have = 0;
        while (true)
        {
            if (have == buffer.Length) throw new InvalidOperationException("The answer is longer than this client expects.");
            var read = await socket.ReceiveAsync(buffer.AsMemory(have), SocketFlags.None, cancellation);
            if (read == 0) throw new IOException("The server closed the connection: " + Encoding.UTF8.GetString(buffer, 0, have));
            have += read;
            if (Parse(buffer.AsMemory(0, have)) is { } answer) return answer;
        }
    }

    /// <summary>Returns null while the answer is incomplete.</summary>
    private static (int Status, ReadOnlyMemory<byte> Body)? Parse(ReadOnlyMemory<byte> have)
    {
        var bytes = have.Span;
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0) return null;
        var status = ((bytes[9] - '0') * 100) + ((bytes[10] - '0') * 10) + (bytes[11] - '0');
        var body = have[(head + 4)..];
        if (status is 204 or 304) return (status, default);
        if (Find(bytes[..head], "\r\ncontent-length: "u8) is var at and >= 0)
        {
            var length = 0;
            for (var i = at; i < head && bytes[i] is >= (byte)'0' and <= (byte)'9'; i++) length = (length * 10) + bytes[i] - '0';
            return body.Length >= length ? (status, body[..length]) : null;
        }

        // Chunked: servers send answers this short as a single chunk.
        if (!body.Span.EndsWith("0\r\n\r\n"u8)) return null;
        var start = body.Span.IndexOf("\r\n"u8) + 2;
        return (status, start > body.Length - 7 ? default : body[start..^7]);
    }

    private static int Find(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i + name.Length <= head.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(head.Slice(i, name.Length), name)) return i + name.Length;
        }

        return -1;
    }
}
