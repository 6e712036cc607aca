using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>Every morning at 09:10 UTC, when the day of networks has turned: destroys its key, and drops what instances told each other under it.</summary>
internal sealed class ForgetNetworksTimer(NetworkHashes hashes, PressureStore pressure, TimeProvider time)
{
    [Function(nameof(ForgetNetworksTimer))]
    public async Task RunAsync([TimerTrigger("0 10 9 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await hashes.DestroyExpiredAsync(time.GetUtcNow(), cancellationToken);
        await pressure.ForgetExpiredAsync(time.GetUtcNow(), cancellationToken);
    }
}
