using System.Diagnostics.Metrics;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using StatsService.Storage;
using StatsService.Storage.Azure;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Storage.Engines;

/// <summary>Tables and queues with a prefix of their own, on the Azurite of all tests.</summary>
/// <param name="policies">See every request, and may break it.</param>
public sealed class AzuriteUnderTest(AzuriteFixture azurite, params IReadOnlyList<HttpPipelinePolicy> policies) : StorageUnderTest
{
    private readonly Meter meter = new(nameof(AzuriteUnderTest));

    public string Prefix { get; } = azurite.NewPrefix();

    public override StorageEngine Open(params IReadOnlyList<StorageInterceptor> interceptors)
    {
        var tables = AzureStorage.TableOptions;
        var queues = AzureStorage.QueueOptions;
        foreach (var policy in policies)
        {
            tables.AddPolicy(policy, Azure.Core.HttpPipelinePosition.PerRetry);
            queues.AddPolicy(policy, Azure.Core.HttpPipelinePosition.PerRetry);
        }

        return new AzureStorage(
            new TableServiceClient(azurite.ConnectionString, tables),
            new QueueServiceClient(azurite.ConnectionString, queues),
            Prefix,
            new StorageOperations(meter, interceptors));
    }

    public override ValueTask DisposeAsync()
    {
        meter.Dispose();
        return ValueTask.CompletedTask;
    }
}
