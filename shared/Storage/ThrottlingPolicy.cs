using Azure.Core;
using Azure.Core.Pipeline;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Storage;

/// <summary>Counts the answers of one storage service that ask to slow down. It stands behind the retries, so it sees those that a retry hides.</summary>
/// <param name="service"><c>table</c>, <c>blob</c> or <c>queue</c>.</param>
internal sealed class ThrottlingPolicy(string service) : HttpPipelineSynchronousPolicy
{
    public override void OnReceivedResponse(HttpMessage message)
    {
        if (message.Response.Status is 429 or 503) Counters.StorageThrottled(service, message.Response.Status);
    }
}
