using Microsoft.Extensions.Configuration;

namespace StatsService.Functions.Telemetry;

/// <summary>Where traces, metrics and logs go; where nothing is set, none are recorded.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>An endpoint that takes OTLP. What else OpenTelemetry reads from settings, such as <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, holds too.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_ENDPOINT")]
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>What the service is called in telemetry.</summary>
    [ConfigurationKeyName("OTEL_SERVICE_NAME")]
    public string ServiceName { get; set; } = "stats-service";

    /// <summary>The connection string of an Application Insights resource.</summary>
    [ConfigurationKeyName("APPLICATIONINSIGHTS_CONNECTION_STRING")]
    public string InsightsConnectionString { get; set; } = "";

    /// <summary>
    /// As the Functions host reads it: <c>Authorization=AAD</c> where the resource takes Entra ID alone, and <c>ClientId</c> of a managed identity that the app
    /// was given. Empty: the connection string alone lets in.
    /// </summary>
    [ConfigurationKeyName("APPLICATIONINSIGHTS_AUTHENTICATION_STRING")]
    public string InsightsAuthentication { get; set; } = "";

    public bool IsOff => OtlpEndpoint.Length == 0 && InsightsConnectionString.Length == 0;
}
