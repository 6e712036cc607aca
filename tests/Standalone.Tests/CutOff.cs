using System.Net;
using System.Net.Sockets;

namespace ServerlessDecide.Standalone.Tests;

/// <summary>A TCP proxy in front of a server that can be cut off and restored.</summary>
internal sealed class CutOff : IAsyncDisposable
{
    private readonly Uri server;
    private readonly List<TcpClient> open = [];
    private readonly Lock door = new();
    private TcpListener? listener;

    public CutOff(Uri server)
    {
        this.server = server;
        Mend();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener!.LocalEndpoint).Port}/");
    }

    public Uri Address { get; private set; }

    public void Mend()
    {
        listener = new TcpListener(IPAddress.Loopback, Address?.Port ?? 0);
        listener.Start();
        _ = AcceptAsync(listener);
    }

    public void Cut()
    {
        listener?.Dispose();
        listener = null;
        lock (door)
        {
            foreach (var client in open) client.Dispose();
            open.Clear();
        }
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener from)
    {
        try
        {
            while (true) _ = JoinAsync(await from.AcceptTcpClientAsync());
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }

    private async Task JoinAsync(TcpClient near)
    {
        using var far = new TcpClient();
        lock (door) open.AddRange([near, far]);
        try
        {
            await far.ConnectAsync(server.Host, server.Port);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        finally
        {
            near.Dispose();
        }
    }
}
