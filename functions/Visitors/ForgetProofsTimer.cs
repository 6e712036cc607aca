using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Visitors;

/// <summary>Every day at 08:20 UTC: drops the used proofs of past days.</summary>
internal sealed class ForgetProofsTimer(UsedTokenStore spent, TimeProvider time)
{
    [Function(nameof(ForgetProofsTimer))]
    public Task RunAsync([TimerTrigger("0 20 8 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        spent.ForgetExpiredAsync(time.GetUtcNow(), cancellationToken);
}
