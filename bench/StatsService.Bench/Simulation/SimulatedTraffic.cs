using System.Text;
using StatsService.Simulation;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Bench.Simulation;

/// <summary>What front offices and the host do to a simulated instance.</summary>
internal static class SimulatedTraffic
{
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);

    public static DateOnly Day { get; } = new(2026, 1, 1);

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

    public static Task<IReadOnlyList<QueueMessage>> ReceiveAsync(SimulatedInstance instance, int most, CancellationToken cancellationToken) =>
        Bells(instance).ReceiveAsync(most, Hidden, cancellationToken);

    /// <summary>Delivers a message to the aggregator, as the host does it.</summary>
    /// <returns>Whether that went well; else the message is there again.</returns>
    public static async Task<bool> DeliverAsync(SimulatedInstance instance, QueueMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await instance.Get<Aggregator>().AggregateAsync(Bell.Parse(message.Text), cancellationToken);
            await Bells(instance).DeleteAsync(message, cancellationToken);
            return true;
        }
        catch (StorageUnavailableException)
        {
            await Bells(instance).ReturnAsync(message, TimeSpan.Zero, cancellationToken);
            return false;
        }
    }

    private static Queue Bells(SimulatedInstance instance) => instance.Get<StorageEngine>().Queue(Bell.QueueName);
}
