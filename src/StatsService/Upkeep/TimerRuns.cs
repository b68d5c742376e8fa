using StatsService.Storage;

namespace StatsService.Upkeep;

/// <summary>
/// When each timer of the server ran last, so that a time which passed while the machine was off is made up for: the partition <c>timer</c>
/// of the table <c>State</c>, a row for each timer. The Functions host keeps such records of its own.
/// </summary>
public sealed class TimerRuns(StorageEngine storage)
{
    private const string Partition = "timer";
    private const string StartedAt = nameof(StartedAt);

    private readonly Table table = storage.Table(TableNames.State);

    /// <returns>Null where the timer never ran.</returns>
    public async Task<DateTimeOffset?> FindAsync(string timer, CancellationToken cancellationToken) =>
        (await table.FindAsync(Partition, timer, cancellationToken))?.GetDateTimeOffset(StartedAt);

    public Task WriteAsync(string timer, DateTimeOffset startedAt, CancellationToken cancellationToken) =>
        table.WriteAsync(new RowChanges(Partition).Put(new Row(timer) { [StartedAt] = startedAt }), cancellationToken);
}
