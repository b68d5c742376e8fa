using System.Text;
using StatsService.Simulation;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Bench.Simulation;

/// <summary>What front offices and the host do to a simulated instance.</summary>
internal static class SimulatedTraffic
{
    // As host.json has it: 48 messages are in work at most, and new ones are fetched before all of them are done.
    private const int BatchSize = 24;
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);

    public static DateOnly Day { get; } = new(2026, 1, 1);

    /// <summary>How many batches of messages an instance has in work at once.</summary>
    public static int Receivers => 2;

    /// <summary>A new client sends its day's threats, as a request does it.</summary>
    public static async Task<Guid> PostAsync(SimulatedInstance instance, int count, CancellationToken cancellationToken)
    {
        var (client, batch) = (Guid.NewGuid(), Guid.CreateVersion7());
        var data = $"[{string.Join(',', Enumerable.Range(0, 30).Select(threat => $$"""{"uuid":"00000000-0000-4000-8000-{{threat:D12}}","label1":"Threat {{threat}}","count":{{count}},"maxRisk":3,"averageRate":"1.33"}"""))}]";
        Stat[] stats = [new Stat(Guid.NewGuid(), Guid.NewGuid(), StatType.Threat, Day, Encoding.UTF8.GetBytes(data))];
        await instance.Get<PendingDays>().AnnounceAsync(client, batch, stats, cancellationToken);
        await instance.Get<SimulatedSheets>().WriteAsync(client, batch, 0, stats, cancellationToken);
        await instance.Get<AggregationBell>().RingAsync(client, [StatType.Threat], cancellationToken);
        return client;
    }

    /// <summary>Handles one batch of messages, as the host does it.</summary>
    /// <returns>How many were received, and how many of these failed.</returns>
    public static async Task<(int Received, int Failed)> ReceiveAsync(SimulatedInstance instance, CancellationToken cancellationToken)
    {
        var queue = instance.Get<StorageEngine>().Queue(Bell.QueueName);
        var failed = 0;
        var messages = await queue.ReceiveAsync(BatchSize, Hidden, cancellationToken);
        await Task.WhenAll(messages.Select(async message =>
        {
            try
            {
                await instance.Get<Aggregator>().AggregateAsync(Bell.Parse(message.Text), cancellationToken);
                await queue.DeleteAsync(message, cancellationToken);
            }
            catch (StorageUnavailableException)
            {
                Interlocked.Increment(ref failed);
                await queue.ReturnAsync(message, TimeSpan.Zero, cancellationToken);
            }
        }));
        return (messages.Count, failed);
    }
}
