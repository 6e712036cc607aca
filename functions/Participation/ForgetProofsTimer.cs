using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>Every night at 08:20 UTC: drops the used proofs of days that are over.</summary>
internal sealed class ForgetProofsTimer(SpentProofStore spent, TimeProvider time)
{
    [Function(nameof(ForgetProofsTimer))]
    public Task RunAsync([TimerTrigger("0 20 8 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        spent.ForgetExpiredAsync(time.GetUtcNow(), cancellationToken);
}
