using System.Diagnostics;
using System.Text;
using StatsService.Simulation;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Bench.Simulation;

/// <summary>How a wave went.</summary>
internal sealed record WaveResult(int Instances, double ClientsPerSecond, double OperationsPerClient, int FailedDeliveries, bool IsExact);

/// <summary>Many clients' statistics of one day and type that came at once, aggregated by several copies of the real aggregator on one storage.</summary>
internal static class Wave
{
    // As host.json has it: 48 messages are in work at most, and new ones are fetched before all of them are done.
    private const int BatchSize = 24;
    private const int Receivers = 2;
    private static readonly DateOnly Day = new(2026, 1, 1);
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);

    public static async Task<WaveResult> RunAsync(int instances, int clients, StoragePace pace, CancellationToken cancellationToken)
    {
        var memory = new SharedMemory(StoragePace.None, TimeProvider.System);
        await using (var sender = new SimulatedInstance(memory, TimeProvider.System))
        {
            for (var number = 0; number < clients; number++)
                await SendAsync(sender, number, cancellationToken);
        }

        memory.SetPace(pace);
        var operations = new CountedOperations();
        var all = Enumerable.Range(0, instances).Select(_ => new SimulatedInstance(memory, TimeProvider.System, operations)).ToList();
        var clock = Stopwatch.StartNew();
        var failed = (await Task.WhenAll(all.SelectMany(instance => Enumerable.Repeat(instance, Receivers)).Select(instance => Task.Run(() => ReceiveAsync(instance, cancellationToken), cancellationToken)))).Sum();
        var seconds = clock.Elapsed.TotalSeconds;
        var counted = operations.Count;

        memory.SetPace(StoragePace.None);
        var total = (await all[0].Get<TotalStore>().ReadTotalAsync(StatType.Threat, Day, cancellationToken)).Sum();
        var isExact = total.Stats == clients && (await all[0].Get<AggregationStatus>().ReadAsync(cancellationToken)).Days == 0
            && Math.Abs(total.Objects.Values.Max(sums => sums.Count.MeanOf(sums.Reports)) - ((clients - 1) / 2.0)) < 1e-9;
        foreach (var instance in all)
            await instance.DisposeAsync();
        return new WaveResult(instances, clients / seconds, (double)counted / clients, failed, isExact);
    }

    private static async Task SendAsync(SimulatedInstance sender, int number, CancellationToken cancellationToken)
    {
        var (client, batch) = (Guid.NewGuid(), Guid.CreateVersion7());
        var data = $"[{string.Join(',', Enumerable.Range(0, 30).Select(threat => $$"""{"uuid":"00000000-0000-4000-8000-{{threat:D12}}","label1":"Threat {{threat}}","count":{{number}},"maxRisk":3,"averageRate":"1.33"}"""))}]";
        Stat[] stats = [new Stat(Guid.NewGuid(), Guid.NewGuid(), StatType.Threat, Day, Encoding.UTF8.GetBytes(data))];
        await sender.Get<PendingDays>().AnnounceAsync(client, batch, stats, cancellationToken);
        await sender.Get<SimulatedSheets>().WriteAsync(client, batch, 0, stats, cancellationToken);
        await sender.Get<AggregationBell>().RingAsync(client, [StatType.Threat], cancellationToken);
    }

    /// <summary>As the host does it: several messages at once, until none is left.</summary>
    /// <returns>How many deliveries failed.</returns>
    private static async Task<int> ReceiveAsync(SimulatedInstance instance, CancellationToken cancellationToken)
    {
        var queue = instance.Get<StorageEngine>().Queue(Bell.QueueName);
        var aggregator = instance.Get<Aggregator>();
        var failed = 0;
        while (await queue.ReceiveAsync(BatchSize, Hidden, cancellationToken) is { Count: > 0 } messages)
        {
            await Task.WhenAll(messages.Select(async message =>
            {
                try
                {
                    await aggregator.AggregateAsync(Bell.Parse(message.Text), cancellationToken);
                    await queue.DeleteAsync(message, cancellationToken);
                }
                catch (StorageUnavailableException)
                {
                    Interlocked.Increment(ref failed);
                    await queue.ReturnAsync(message, TimeSpan.Zero, cancellationToken);
                }
            }));
        }

        return failed;
    }
}
