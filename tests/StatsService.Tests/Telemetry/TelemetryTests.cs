using System.Text.RegularExpressions;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using StatsService.Forwarding;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Tests.Azurite;
using StatsService.Totals;

namespace StatsService.Tests.Telemetry;

public sealed partial class TelemetryTests(AzuriteFixture azurite)
{
    private static readonly string[] Quickly = ["OTEL_METRIC_EXPORT_INTERVAL=200", "OTEL_BSP_SCHEDULE_DELAY=100", "OTEL_BLRP_SCHEDULE_DELAY=100"];

    [Fact]
    public async Task Traces_metrics_and_logs_go_to_an_OTLP_endpoint_and_hold_no_key()
    {
        using var receiver = new TelemetryReceiver();
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), null,
        [
            .. Quickly, $"OTEL_EXPORTER_OTLP_ENDPOINT={receiver.Url}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "AzureFunctionsJobHost:logging:logLevel:default=Information", "Logging:Console:LogLevel:Default=None", "AzureFunctionsJobHost:extensions:queues:maxPollingInterval=00:00:00.1",
        ]);
        var client = await app.RegisterAsync();
        var wrong = StatsServiceApp.NewToken();
        (await client.PostAsync(new PostedStat { Type = "threat", Data = """[{"uuid": "no UUID"}]""" })).Is(201);
        (await new MonarcClient(app.Http, wrong).GetAsync($"client/me?key={wrong}")).Is(403);
        await app.Services.GetRequiredService<PendingWatch>().RingAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<Forwarder>().ForwardAsync(TestContext.Current.CancellationToken);
        await RepairTotalAsync(app);

        await Eventually.HoldsAsync(() => Task.FromResult(
            receiver.Has("/v1/metrics", [.. AlertedMetrics(), "stats_stored", "stats_storage_operations", "http.server.request.duration"])
            && receiver.Has("/v1/traces", "/api/v1/stats", "TableClient.", "AggregateStats")
            && receiver.Has("/v1/logs", "malformed elements")));
        foreach (var path in (string[])["/v1/metrics", "/v1/traces", "/v1/logs"])
            Assert.All((string[])[client.Token!, app.Admin.Token!, wrong], key => Assert.DoesNotContain(key, receiver.Received(path), StringComparison.Ordinal));
        // As an address names a row; the names of the client library's methods in a stack are no address.
        Assert.DoesNotContain("RowKey=", receiver.Received("/v1/traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Telemetry_goes_to_Application_Insights_where_its_connection_string_is_set()
    {
        using var receiver = new TelemetryReceiver();
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), null,
        [
            .. Quickly, .. StatsServiceApp.WithoutQueues,
            $"APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey={Guid.NewGuid()};IngestionEndpoint={receiver.Url}/;LiveEndpoint={receiver.Url}/",
        ]);
        await app.RegisterAsync();

        await Eventually.HoldsAsync(() => Task.FromResult(receiver.Received("/v2.1/track").Length > 0));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("ClientId=2a5b1c9e-7a40-4f0e-9d55-0c5ef6d7a001;Authorization=AAD", true)]
    [InlineData("Authorization=AAD", true)]
    public void Application_Insights_is_called_with_the_managed_identity_that_the_host_uses(string? authentication, bool withIdentity) =>
        Assert.Equal(withIdentity, StatsService.Functions.Telemetry.ServiceCollectionExtensions.Credential(authentication) is ManagedIdentityCredential);

    /// <summary>The names that the alerts ask for.</summary>
    /// <summary>What is repaired is counted, and only then.</summary>
    private static async Task RepairTotalAsync(StatsServiceApp app)
    {
        var (totals, day) = (app.Services.GetRequiredService<TotalStore>(), new DateOnly(2026, 1, 1));
        var read = await totals.ReadTotalAsync(StatType.Risk, day, TestContext.Current.CancellationToken);
        await totals.TryReplaceAsync(StatType.Risk, day, [], read, correction: new Tally { Stats = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(1, await app.Services.GetRequiredService<Reconciler>().ReconcileTotalAsync(StatType.Risk, day, TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> AlertedMetrics() =>
        AlertedMetric().Matches(File.ReadAllText(Path.Combine(Repository.Root, "infra/modules/alerts.bicep"))).Select(match => match.Groups[1].Value);

    [GeneratedRegex("customMetrics \\| where name == \"(\\w+)\"")]
    private static partial Regex AlertedMetric();
}
