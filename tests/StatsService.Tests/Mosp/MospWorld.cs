using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StatsService.Functions;
using StatsService.Ingestion;
using StatsService.Mosp;
using StatsService.SampleData;
using StatsService.Stats;
using StatsService.Totals;

namespace StatsService.Tests.Mosp;

/// <summary>An instance beside a scripted MOSP, with a clock that the test moves: time-outs go by it too. A question that fails is repeated at once.</summary>
public sealed class MospWorld : IAsyncDisposable
{
    public const string Key = "mosp-key-of-the-tests";
    private readonly ServiceProvider services;

    public MospWorld(string connectionString, string prefix, string? url = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = connectionString,
            ["STORAGE_PREFIX"] = prefix,
            ["MOSP_URL"] = url ?? Mosp.Url,
            ["MOSP_TOKEN"] = Key,
        }).Build();
        services = new ServiceCollection()
            .AddLogging(logging => logging.AddFilter("Azure", LogLevel.None).AddProvider(Logs))
            .AddSingleton<TimeProvider>(Time)
            .AddMetrics()
            .AddStatsServiceApp(settings)
            .PostConfigure<HttpStandardResilienceOptions>($"{MospCatalogue.HttpClient}-standard", options =>
                options.Retry.Delay = TimeSpan.Zero)
            .BuildServiceProvider();
        Misses = new MetricCollector<int>(services.GetRequiredService<IMeterFactory>(), ServiceMeter.Name, "stats_mosp_misses");
    }

    public ScriptedMosp Mosp { get; } = new();

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public MetricCollector<int> Misses { get; }

    public CapturedLogs Logs { get; } = new();

    public MospCatalogue Catalogue => services.GetRequiredService<MospCatalogue>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<string> RefreshAsync() => services.GetRequiredService<ObjectNameRefresh>().RefreshAsync(Cancellation);

    /// <summary>The known name by MOSP in a language; null: it publishes none, or was never asked.</summary>
    public async Task<string?> NameAsync(SampleObject known, Language language) =>
        (await services.GetRequiredService<ObjectNameStore>().ReadAsync(language, Cancellation)).GetValueOrDefault(known.Uuid)?.Published?.Name;

    /// <summary>Has a stat report the objects, and aggregates it.</summary>
    public async Task ReportAsync(params IEnumerable<SampleObject> objects)
    {
        var data = $"[{string.Join(',', objects.Select(known => $$"""{"uuid":"{{known.Uuid}}","label2":"{{known.English}}","count":1,"maxRisk":1,"averageRate":"1"}"""))}]";
        var stat = new Stat(Guid.NewGuid(), Guid.NewGuid(), StatType.Threat, DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime), Encoding.UTF8.GetBytes(data));
        var client = Guid.NewGuid();
        await services.GetRequiredService<StatIngestion>().AddAsync(client, StatBatch.OfNamed([stat]), Cancellation);
        await services.GetRequiredService<Aggregator>().AggregateAsync(client, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        Misses.Dispose();
        await services.DisposeAsync();
        Mosp.Dispose();
        Logs.Dispose();
    }
}
