using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>Where telemetry goes: nowhere by default. The setting names are those of OpenTelemetry and of Azure's host.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>Setting <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>: a collector that speaks OTLP. The exporter reads its other standard settings itself.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [RegularExpression("^https?://.+$", ErrorMessage = "Setting 'OTEL_EXPORTER_OTLP_ENDPOINT' must be an address that begins with http:// or https://, or be empty.")]
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>Setting <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>: names an Application Insights resource; not a secret.</summary>
    [ConfigurationKeyName("APPLICATIONINSIGHTS_CONNECTION_STRING")]
    [RegularExpression("^(.*;)?InstrumentationKey=.+$", ErrorMessage = "Setting 'APPLICATIONINSIGHTS_CONNECTION_STRING' must hold 'InstrumentationKey=', or be empty.")]
    public string ApplicationInsights { get; set; } = "";

    /// <summary>
    /// Setting <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c>: <c>Authorization=AAD</c> and, for a user-assigned identity, <c>ClientId=…</c>, with
    /// a semicolon between them. Needed if the resource accepts only authenticated senders.
    /// </summary>
    [ConfigurationKeyName("APPLICATIONINSIGHTS_AUTHENTICATION_STRING")]
    [RegularExpression(
        "^(ClientId=[0-9A-Fa-f-]{36};)?Authorization=AAD(;ClientId=[0-9A-Fa-f-]{36})?;?$",
        ErrorMessage = "Setting 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING' must be 'Authorization=AAD', with 'ClientId=' and a client id where the identity is user-assigned, or be empty.")]
    public string Authentication { get; set; } = "";

    /// <summary>
    /// Setting <c>OTEL_TRACES_SAMPLER_ARG</c>: the share of requests that are traced. The app does not read <c>OTEL_TRACES_SAMPLER</c>: on Azure
    /// it is for the host, whose own traces hold addresses and must be off (docs/telemetry.md).
    /// </summary>
    [ConfigurationKeyName("OTEL_TRACES_SAMPLER_ARG")]
    [Range(0d, 1d, ErrorMessage = "Setting 'OTEL_TRACES_SAMPLER_ARG' must be a number from 0 to 1.")]
    public double TraceRatio { get; set; } = 0.05;

    /// <summary>Whether a setting names a receiver of telemetry.</summary>
    public bool IsAskedFor => OtlpEndpoint.Length > 0 || ApplicationInsights.Length > 0;
}
