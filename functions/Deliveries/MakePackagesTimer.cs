using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Deliveries;

/// <summary>Every minute: takes the next packaging step for each process whose deliveries are open.</summary>
internal sealed partial class MakePackagesTimer(PublishedProcessCache processes, Packaging packaging, ILogger<MakePackagesTimer> logger)
{
    [Function(nameof(MakePackagesTimer))]
    public Task RunAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => processes.ForEachAsync(async process =>
        {
            var state = await packaging.AdvanceAsync(process, cancellationToken);
            if (state is not (PackagingState.NotOpen or PackagingState.Complete)) LogState(process.Process.Id.Value, state);
        },
        cancellationToken);

    [LoggerMessage(1, LogLevel.Information, "Packages of {Process}: {State}")]
    private partial void LogState(string process, PackagingState state);
}
