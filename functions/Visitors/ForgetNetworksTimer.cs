using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Visitors;

/// <summary>Every day at 09:10 UTC, after the day of networks has ended: destroys its key, and drops what instances shared under it.</summary>
internal sealed class ForgetNetworksTimer(NetworkHasher hashes, PressureStore pressure, TimeProvider time)
{
    [Function(nameof(ForgetNetworksTimer))]
    public async Task RunAsync([TimerTrigger("0 10 9 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await hashes.DestroyExpiredAsync(time.GetUtcNow(), cancellationToken);
        await pressure.ForgetExpiredAsync(time.GetUtcNow(), cancellationToken);
    }
}
