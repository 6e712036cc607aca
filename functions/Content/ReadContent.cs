using Microsoft.Extensions.Hosting;
using ServerlessDecide.Content;

namespace ServerlessDecide.Functions.Content;

/// <summary>Has an instance read what it will serve while the rest of it starts. It starts all the same where storage is away.</summary>
internal sealed class ReadContent(PublishedProcesses processes) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        processes.Begin();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
