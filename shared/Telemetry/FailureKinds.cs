using Azure;

namespace ServerlessDecide.Telemetry;

/// <summary>Tells what went wrong without messages, which may hold addresses, and without stacks, of which an outage would write thousands.</summary>
public static class FailureKinds
{
    /// <summary>Returns the kinds of exceptions, and the statuses of storage.</summary>
    public static string Of(Exception e) => e switch
    {
        RequestFailedException failed => $"{nameof(RequestFailedException)} {failed.Status} {failed.ErrorCode}".TrimEnd(),
        AggregateException all => string.Join(", ", all.InnerExceptions.Select(Of).Distinct(StringComparer.Ordinal)),
        { InnerException: { } inner } => $"{e.GetType().Name} ({Of(inner)})",
        _ => e.GetType().Name,
    };
}
