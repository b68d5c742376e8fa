using System.Diagnostics.Metrics;
using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace StatsService.Storage;

/// <summary>Counts every try of a storage operation by service and outcome: 429 and 503 are the storage's way to say that it is asked too much.</summary>
internal sealed class OperationMetrics(Meter meter, string service) : HttpPipelinePolicy
{
    private readonly Counter<long> operations = meter.CreateCounter<long>(
        "stats_storage_operations", description: "Operations asked of the storage, repetitions included, by service and HTTP status; status 0: no answer.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        finally
        {
            var status = message.HasResponse ? message.Response.Status : 0;
            operations.Add(1, KeyValuePair.Create<string, object?>("service", service), KeyValuePair.Create<string, object?>("status", status.ToString(CultureInfo.InvariantCulture)));
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The storage is only called asynchronously.");
}
