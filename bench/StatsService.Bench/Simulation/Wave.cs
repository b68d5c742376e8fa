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
        var all = Enumerable.Range(0, instances).Select(_ => new SimulatedInstance(memory, TimeProvider.System, operations)).ToList();
        var clock = Stopwatch.StartNew();
        var failed = (await Task.WhenAll(all.SelectMany(instance => Enumerable.Repeat(instance, SimulatedTraffic.Receivers)).Select(instance => Task.Run(() => ReceiveAllAsync(instance, cancellationToken), cancellationToken)))).Sum();
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

    private static async Task<int> ReceiveAllAsync(SimulatedInstance instance, CancellationToken cancellationToken)
    {
        for (var allFailed = 0; ;)
        {
            var (received, failed) = await SimulatedTraffic.ReceiveAsync(instance, cancellationToken);
            allFailed += failed;
            if (received == 0)
                return allFailed;
        }
    }
}
