using Microsoft.Extensions.DependencyInjection;
using StatsService.Forwarding;
using StatsService.Mosp;
using StatsService.Storage;
using StatsService.Tests.Azurite;
using StatsService.Tests.Storage.Engines;
using StatsService.Totals;
using StatsService.Upkeep;

namespace StatsService.Tests.Storage;

/// <summary>What the work in the background costs for clients that send nothing, on every engine.</summary>
public abstract class SilentClientTests(StorageUnderTest storage) : IAsyncLifetime
{
    private const int RunsOfWatch = 24 * 60 / 5;
    private const int RunsOfForwarding = 24 * 60 / 10;
    private readonly StorageWatch watch = new();
    private StatsServiceApp app = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => app = await StatsServiceApp.StartAsync(
        [.. storage.Settings, .. StatsServiceApp.WithoutQueues, "RETENTION_MONTHS=36"], WatchedStorage.Through(watch));

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task A_silent_client_takes_at_most_thirty_operations_a_day_of_all_timers_together()
    {
        await RegisterAsync(10);
        await PassDayAsync();
        var before = await PassDayAsync();

        await RegisterAsync(40);
        var after = await PassDayAsync();

        Assert.InRange((after - before) / 40.0, 1, 30);
        TestContext.Current.AddAttachment("operations of a day", $"{before} with 10 silent clients, {after} with 50");
    }

    private async Task RegisterAsync(int clients)
    {
        for (var number = 0; number < clients; number++)
            await app.RegisterAsync();
    }

    /// <summary>Runs every timer as often as a day has it, and what they send.</summary>
    /// <returns>How many storage operations that took.</returns>
    private async Task<int> PassDayAsync()
    {
        watch.Clear();
        for (var run = 0; run < RunsOfWatch; run++)
            await Get<PendingWatch>().RingAsync(Cancellation);
        for (var run = 0; run < RunsOfForwarding; run++)
            await RunJobAsync("ForwardStats", Get<Forwarder>().ForwardAsync);
        await RunJobAsync("RefreshObjectNames", Get<ObjectNameRefresh>().RefreshAsync);
        await RunJobAsync("ReconcileTotals", Get<JobParts>().SendReconciliationAsync);
        await RunJobAsync("KeepHouse", Get<Housekeeper>().RunAsync);
        var queue = Get<StorageEngine>().Queue(JobPart.QueueName);
        while (await queue.ReceiveAsync(32, TimeSpan.FromMinutes(1), Cancellation) is { Count: > 0 } parts)
        {
            foreach (var part in parts)
            {
                await Get<JobParts>().RunAsync(JobPart.Parse(part.Text), Cancellation);
                await queue.DeleteAsync(part, Cancellation);
            }
        }

        return watch.Seen.Count;
    }

    private Task RunJobAsync(string name, Func<CancellationToken, Task<string>> work) => Get<JobRunner>().RunAsync(name, work, Cancellation);

    private T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();
}

public sealed class AzureSilentClientTests(AzuriteFixture azurite) : SilentClientTests(new AzuriteUnderTest(azurite));

public sealed class SqliteSilentClientTests() : SilentClientTests(new SqliteUnderTest());
