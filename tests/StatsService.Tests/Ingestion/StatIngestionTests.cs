using Microsoft.Extensions.DependencyInjection;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Tests.Azurite;

namespace StatsService.Tests.Ingestion;

public sealed class StatIngestionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_batch_whose_sender_hangs_up_in_the_middle_is_stored_whole_and_announced()
    {
        var watch = new StorageWatch();
        await using var app = await StatsServiceApp.StartAsync(azurite.ConnectionString, azurite.NewPrefix(), WatchedStorage.Through(watch), StatsServiceApp.WithoutQueues);
        using var sender = new CancellationTokenSource();
        watch.BreaksAfter = operation =>
        {
            if (operation.IsTransaction)
                sender.Cancel();
            return false;
        };
        // More than a transaction holds.
        Stat[] stats = [.. Enumerable.Range(0, 150).Select(_ => new Stat(Guid.NewGuid(), Guid.NewGuid(), StatType.Risk, new DateOnly(2026, 1, 31), "{}"u8.ToArray()))];

        var stored = await app.Services.GetRequiredService<StatIngestion>().AddAsync(Guid.NewGuid(), StatBatch.OfNamed(stats), sender.Token);

        Assert.True(sender.IsCancellationRequested);
        Assert.Equal(stats.Length, stored.Count);
        Assert.Contains(watch.Seen, operation => operation.IsQueueSend);
    }
}
