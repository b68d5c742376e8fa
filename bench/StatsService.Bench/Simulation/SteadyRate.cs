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
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10), LongestPoll = TimeSpan.FromSeconds(2);

    /// <returns>In milliseconds.</returns>
    public static async Task<IReadOnlyCollection<double>> RunAsync(int rate, int seconds, StoragePace pace, CancellationToken cancellationToken)
    {
        await using var instance = new SimulatedInstance(new SharedMemory(pace, TimeProvider.System), TimeProvider.System);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = Enumerable.Range(0, SimulatedTraffic.Receivers).Select(_ => Task.Run(() => ReceiveAsync(instance, ended.Token), cancellationToken)).ToList();

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
        await Task.WhenAll(receiving);
        return lags;
    }

    private static async Task<double> AwaitShareAsync(SimulatedInstance instance, Guid client, CancellationToken cancellationToken)
    {
        var acknowledged = Stopwatch.GetTimestamp();
        while ((await instance.Get<TotalStore>().ReadShareAsync(StatType.Threat, SimulatedTraffic.Day, client, cancellationToken)).Tally.Stats == 0)
            await Task.Delay(Pause, cancellationToken);
        return Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds;
    }

    // The host looks more and more seldom into an empty queue.
    private static async Task ReceiveAsync(SimulatedInstance instance, CancellationToken ended)
    {
        var poll = Pause;
        while (!ended.IsCancellationRequested)
        {
            var (received, _) = await SimulatedTraffic.ReceiveAsync(instance, CancellationToken.None);
            poll = received > 0 ? Pause : TimeSpan.FromTicks(Math.Min(LongestPoll.Ticks, 2 * poll.Ticks));
            if (received == 0)
                await Task.Delay(poll, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
