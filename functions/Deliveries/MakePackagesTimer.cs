using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Content;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Deliveries;

/// <summary>Every minute: asks for the next step towards the packages of each process whose deliveries are open.</summary>
internal sealed partial class MakePackagesTimer(PublishedProcesses processes, Packaging packaging, ILogger<MakePackagesTimer> logger)
{
    [Function(nameof(MakePackagesTimer))]
    public Task RunAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => EachProcess.DoAsync(
        processes,
        async process =>
        {
            var state = await packaging.AdvanceAsync(process, cancellationToken);
            if (state is not (PackagingState.NotOpen or PackagingState.Complete)) LogState(process.Process.Id.Value, state);
        },
        cancellationToken);

    [LoggerMessage(1, LogLevel.Information, "Packages of {Process}: {State}")]
    private partial void LogState(string process, PackagingState state);
}
