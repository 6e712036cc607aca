using Microsoft.Extensions.Hosting;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Publication;

/// <summary>Reads the content while the rest of the instance starts. The instance starts even when storage is away.</summary>
internal sealed class WarmUpContent(PublishedProcessCache processes) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        processes.StartReading();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
