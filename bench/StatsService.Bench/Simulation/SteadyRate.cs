using System.Collections.Concurrent;
using System.Diagnostics;
using StatsService.Simulation;
using StatsService.Stats;
using StatsService.Totals;

namespace StatsService.Bench.Simulation;

/// <summary>Clients that send one after the other at a steady rate, while one instance aggregates: how long after its request a client is in the total.</summary>
internal static class SteadyRate
{
    private const int ProbeEvery = 10;

    // As host.json has it.
    private const int BatchSize = 32;
    private const int NewBatchThreshold = 16;
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(100), Pause = TimeSpan.FromMilliseconds(10);

    /// <returns>In milliseconds.</returns>
    public static async Task<IReadOnlyCollection<double>> RunAsync(int rate, int seconds, StoragePace pace, CancellationToken cancellationToken)
    {
        await using var instance = new SimulatedInstance(new SharedMemory(pace, TimeProvider.System), TimeProvider.System, AggregationPace.Default);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = Task.Run(() => ReceiveAsync(instance, ended.Token), cancellationToken);

        var lags = new ConcurrentBag<double>();
        var sending = new List<Task>();
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < rate * seconds; number++)
        {
            if (TimeSpan.FromSeconds((double)number / rate) - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } early)
                await Task.Delay(early, cancellationToken);
            var count = number;
            sending.Add(Task.Run(
                async () =>
                {
                    var client = await SimulatedTraffic.PostAsync(instance, count, cancellationToken);
                    if (count % ProbeEvery == 0)
                        lags.Add(await AwaitShareAsync(instance, client, cancellationToken));
                },
                cancellationToken));
        }

        await Task.WhenAll(sending);
        await ended.CancelAsync();
        await receiving;
        return lags;
    }

    private static async Task<double> AwaitShareAsync(SimulatedInstance instance, Guid client, CancellationToken cancellationToken)
    {
        var acknowledged = Stopwatch.GetTimestamp();
        while ((await instance.Get<TotalStore>().ReadShareAsync(StatType.Threat, SimulatedTraffic.Day, client, cancellationToken)).Tally.Stats == 0)
            await Task.Delay(Pause, cancellationToken);
        return Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds;
    }

    // As the host does it, which looks more and more seldom into an empty queue.
    private static async Task ReceiveAsync(SimulatedInstance instance, CancellationToken ended)
    {
        List<Task> inWork = [];
        var poll = ShortestPoll;
        while (!ended.IsCancellationRequested)
        {
            inWork.RemoveAll(delivery => delivery.IsCompleted);
            if (inWork.Count > NewBatchThreshold)
            {
                await Task.WhenAny(inWork);
                continue;
            }

            var messages = await SimulatedTraffic.ReceiveAsync(instance, BatchSize, CancellationToken.None);
            inWork.AddRange(messages.Select(message => SimulatedTraffic.DeliverAsync(instance, message, CancellationToken.None)));
            if (messages.Count == 0)
                await Task.Delay(poll, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            poll = messages.Count > 0 ? ShortestPoll : TimeSpan.FromTicks(Math.Min(LongestPoll.Ticks, 2 * poll.Ticks));
        }

        await Task.WhenAll(inWork);
    }
}
