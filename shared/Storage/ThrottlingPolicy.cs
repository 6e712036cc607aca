using Azure.Core;
using Azure.Core.Pipeline;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Storage;

/// <summary>Counts the throttling responses of one storage service. It runs once per retry, so it also sees those that a retry hides.</summary>
/// <param name="service"><c>table</c>, <c>blob</c> or <c>queue</c>.</param>
internal sealed class ThrottlingPolicy(string service) : HttpPipelineSynchronousPolicy
{
    public override void OnReceivedResponse(HttpMessage message)
    {
        if (message.Response.Status is 429 or 503) Counters.StorageThrottled(service, message.Response.Status);
    }
}
