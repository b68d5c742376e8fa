using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StatsService.Clients;
using StatsService.Forwarding;
using StatsService.Functions;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tests.Totals;

namespace StatsService.Tests.Forwarding;

/// <summary>An instance that forwards to a scripted one, at a time that the test sets.</summary>
public sealed class ForwardingWorld : IAsyncDisposable
{
    private readonly ServiceProvider services;

    /// <param name="settings">As <c>NAME=value</c>, beside the remote instance's address and a key.</param>
    public ForwardingWorld(string connectionString, string prefix, string server, FakeTimeProvider? time = null, params IEnumerable<string> settings)
    {
        Prefix = prefix;
        Time = time ?? new FakeTimeProvider(DateTimeOffset.UtcNow);
        string[] all = [$"AzureWebJobsStorage={connectionString}", $"STORAGE_PREFIX={prefix}", $"REMOTE_STATS_SERVER={server}", "REMOTE_STATS_TOKEN=remote-key", .. settings];
        services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<StorageInterceptor>(Storage)
            .AddStatsServiceApp(new ConfigurationBuilder().AddCommandLine([.. all.Select(setting => $"--{setting}")]).Build())
            .BuildServiceProvider();
    }

    public string Prefix { get; }

    public FakeTimeProvider Time { get; }

    public CrashingStorage Storage { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task<Client> RegisterAsync(string name = "office", bool isSharingEnabled = true) =>
        (await Get<ClientRegistry>().RegisterAsync(name, isSharingEnabled, token: null, Cancellation))!.Client;

    public Task ShareAsync(Client client, bool isEnabled) => Get<ClientRegistry>().SetSharingAsync(client.Uuid, isEnabled, Cancellation);

    /// <returns>The UUIDs, as they are sent.</returns>
    public async Task<IReadOnlyList<string>> PostAsync(Client client, params IEnumerable<PostedStat> stats)
    {
        var read = StatBatchReader.Read(client.Uuid, Encoding.UTF8.GetBytes(PostedStat.Batch(stats)));
        var stored = await Get<StatIngestion>().AddAsync(client.Uuid, read, Cancellation);
        Assert.Equal(read.Stats.Count, stored.Count);
        // What comes next arrives later.
        Time.Advance(TimeSpan.FromMilliseconds(1));
        return [.. stored.Select(stat => stat.Uuid.ToString())];
    }

    public Task DeleteAsync(Client client, string anr) => Get<StatIngestion>().RemoveAsync(client.Uuid, StatSelection.OfAnr(Guid.Parse(anr)), Cancellation);

    /// <summary>One run of the forwarder.</summary>
    public Task<string> ForwardAsync() => Get<Forwarder>().ForwardAsync(Cancellation);

    /// <summary>One run, during which time passes fifty times as fast as it does.</summary>
    public async Task<string> ForwardWhileTimePassesAsync()
    {
        var run = ForwardAsync();
        while (await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(10), Cancellation)) != run)
            Time.Advance(TimeSpan.FromMilliseconds(500));
        return await run;
    }

    public async Task<ClientForwarding> StatusAsync(Client client) =>
        await Get<ForwardingStatus>().ListAsync(Cancellation).SingleAsync(status => status.Client.Uuid == client.Uuid, Cancellation);

    public async Task<IReadOnlyList<OutboxEntry>> OutboxAsync(Client client) =>
        await Get<ForwardingStore>().ReadOutboxAsync(client.Uuid, Cancellation).ToListAsync(Cancellation);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
