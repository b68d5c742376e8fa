using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Telemetry;

public sealed class MetricsTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task What_is_stored_refused_and_asked_of_the_storage_is_counted()
    {
        var watch = new StorageWatch();
        await using var app = await StatsServiceApp.StartAsync(
            azurite.ConnectionString, azurite.NewPrefix(), WatchedStorage.Through(watch), "AzureFunctionsJobHost:extensions:queues:maxPollingInterval=00:00:00.1");
        var client = await app.RegisterAsync();
        using var stored = Collect(app, "stats_stored");
        using var duplicates = Collect(app, "stats_duplicates");
        using var malformed = Collect(app, "stats_malformed_elements");
        using var failedKeys = Collect(app, "stats_failed_keys");
        using var operations = Collect(app, "stats_storage_operations");

        var stats = PostedStat.Many(3).Append(new PostedStat { Type = "threat", Data = """[{"uuid": "no UUID"}]""" }).ToList();
        (await client.PostAsync(stats)).Is(201);
        (await client.PostAsync(stats.Take(2))).Is(207);
        (await new MonarcClient(app.Http, StatsServiceApp.NewToken()).GetAsync("client/me")).Is(403);

        Assert.Equal(4, Sum(stored));
        Assert.Equal(2, Sum(duplicates));
        Assert.Equal(1, Sum(failedKeys));
        await Eventually.HoldsAsync(() => Task.FromResult(malformed.GetMeasurementSnapshot().Any(counted => counted.Tags["type"] is "threat")));
        Assert.Contains(operations.GetMeasurementSnapshot(), operation => operation.Tags["service"] is "tables" && operation.Tags["status"] is "200");
        Assert.Contains(operations.GetMeasurementSnapshot(), operation => operation.Tags["service"] is "queues" && operation.Tags["status"] is "200");

        watch.BreaksBefore = _ => true;
        (await client.PostAsync(new PostedStat())).Is(503);
        Assert.Contains(operations.GetMeasurementSnapshot(), operation => operation.Tags["status"] is "0");
        Assert.Equal(4, Sum(stored));
    }

    private static MetricCollector<long> Collect(StatsServiceApp app, string metric) =>
        new(app.Services.GetRequiredService<IMeterFactory>(), ServiceMeter.Name, metric);

    private static long Sum(MetricCollector<long> metric) => metric.GetMeasurementSnapshot().Sum(measurement => measurement.Value);
}
