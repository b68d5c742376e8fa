using System.Diagnostics;
using StatsService.Simulation;
using StatsService.Stats;
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

    public static async Task<WaveResult> RunAsync(int instances, int clients, StoragePace pace, CancellationToken cancellationToken)
    {
        var memory = new SharedMemory(StoragePace.None, TimeProvider.System);
        await using (var sender = new SimulatedInstance(memory, TimeProvider.System))
        {
            for (var number = 0; number < clients; number++)
                await SimulatedTraffic.PostAsync(sender, number, cancellationToken);
        }

        memory.SetPace(pace);
        var operations = new CountedOperations();
        var all = Enumerable.Range(0, instances).Select(_ => new SimulatedInstance(memory, TimeProvider.System, pace: null, operations)).ToList();
        var clock = Stopwatch.StartNew();
        var failed = (await Task.WhenAll(all.SelectMany(instance => Enumerable.Repeat(instance, Receivers)).Select(instance => Task.Run(() => ReceiveAllAsync(instance, cancellationToken), cancellationToken)))).Sum();
        var seconds = clock.Elapsed.TotalSeconds;
        var counted = operations.Count;

        memory.SetPace(StoragePace.None);
        var total = (await all[0].Get<TotalStore>().ReadTotalAsync(StatType.Threat, SimulatedTraffic.Day, cancellationToken)).Sum();
        var isExact = total.Stats == clients && (await all[0].Get<AggregationStatus>().ReadAsync(cancellationToken)).Days == 0
            && Math.Abs(total.Objects.Values.Max(sums => sums.Count.MeanOf(sums.Reports)) - ((clients - 1) / 2.0)) < 1e-9;
        foreach (var instance in all)
            await instance.DisposeAsync();
        return new WaveResult(instances, clients / seconds, (double)counted / clients, failed, isExact);
    }

    /// <summary>Until no message is left.</summary>
    /// <returns>How many deliveries failed.</returns>
    private static async Task<int> ReceiveAllAsync(SimulatedInstance instance, CancellationToken cancellationToken)
    {
        var failed = 0;
        while (await SimulatedTraffic.ReceiveAsync(instance, BatchSize, cancellationToken) is { Count: > 0 } messages)
            failed += (await Task.WhenAll(messages.Select(message => SimulatedTraffic.DeliverAsync(instance, message, cancellationToken)))).Count(isDone => !isDone);
        return failed;
    }
}
