using Microsoft.Extensions.Logging;
using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>Wakes the aggregator.</summary>
public sealed partial class AggregationBell(StorageEngine storage, ILogger<AggregationBell> logger)
{
    private readonly Queue queue = storage.Queue(Bell.QueueName);

    /// <summary>Tells that a client's stats of these types were written or removed, whose days are in <see cref="PendingDays"/>. One operation, or none where there are no types.</summary>
    /// <remarks>
    /// It never fails because of the storage: the stats are stored by now and their days are pending, so that a timer rings
    /// again. A lost message costs minutes, while an error would make the client send its day twice.
    /// </remarks>
    public async Task RingAsync(Guid client, IEnumerable<StatType> types, CancellationToken cancellationToken)
    {
        if (!types.Any())
            return;
        try
        {
            await RingAsync(Bell.For(PendingDays.BucketOf(client)), cancellationToken);
        }
        catch (StorageUnavailableException exception)
        {
            Log.NotRung(logger, exception);
        }
    }

    /// <exception cref="StorageUnavailableException">The queue takes no message.</exception>
    public Task RingAsync(Bell bell, CancellationToken cancellationToken) => queue.SendAsync(bell.ToJson(), null, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The queue took no message, so the averages of stats that were just stored or removed follow some minutes later, when a timer finds them pending. No statistics are lost.")]
        public static partial void NotRung(ILogger logger, Exception exception);
    }
}
