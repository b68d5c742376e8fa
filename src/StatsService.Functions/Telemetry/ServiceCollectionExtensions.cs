using System.Data.Common;
using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace StatsService.Functions.Telemetry;

public static class ServiceCollectionExtensions
{
    private const string AzureRequestHeader = "x-ms-client-request-id";

    /// <summary>
    /// Sends traces, metrics and logs to where <see cref="TelemetryOptions"/> say. Headers, bodies and query strings are never among them.
    /// </summary>
    /// <returns>Null where they say nothing: then nothing is recorded.</returns>
    public static IOpenTelemetryBuilder? AddStatsTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.Get<TelemetryOptions>()!;
        if (options.IsOff)
            return null;

        // Without it most clients of Azure's SDK record nothing.
        AppContext.SetSwitch("Azure.Experimental.EnableActivitySource", true);
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(options.ServiceName, serviceVersion: ServiceVersion.Current))
            .WithMetrics(metrics => metrics.AddMeter(ServiceMeter.Name, "Microsoft.AspNetCore.Hosting", "System.Net.Http", "System.Runtime"))
            .WithTracing(tracing => tracing
                .AddSource("Azure.Data.Tables.*", "Azure.Storage.Queues.*")
                // Azure's SDK has spans of its own, without the addresses, in which rows are named.
                .AddHttpClientInstrumentation(http => http.FilterHttpRequestMessage = request => !request.Headers.Contains(AzureRequestHeader)))
            .WithLogging(null, logs => logs.IncludeFormattedMessage = true);
        services.AddLogging(logging => logging
            .AddFilter<OpenTelemetryLoggerProvider>("Azure", LogLevel.Error)
            .AddFilter<OpenTelemetryLoggerProvider>("System.Net.Http", LogLevel.Warning)
            .AddFilter<OpenTelemetryLoggerProvider>("Microsoft.AspNetCore", LogLevel.Warning));
        if (options.OtlpEndpoint.Length > 0)
            telemetry.UseOtlpExporter();
        if (options.InsightsConnectionString.Length > 0)
            telemetry.UseAzureMonitorExporter(insights => insights.Credential = Credential(options.InsightsAuthentication));
        return telemetry;
    }

    /// <param name="authentication">As the Functions host reads it: <c>Authorization=AAD</c>, and <c>ClientId</c> of an identity that the app was given.</param>
    /// <returns>Null: the connection string alone lets in.</returns>
    internal static TokenCredential? Credential(string? authentication)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = authentication };
        if (!parts.TryGetValue("Authorization", out var how) || how is not "AAD")
            return null;
        return new ManagedIdentityCredential(
            parts.TryGetValue("ClientId", out var client) ? ManagedIdentityId.FromUserAssignedClientId((string)client) : ManagedIdentityId.SystemAssigned);
    }
}
