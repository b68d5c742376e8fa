using StatsService.Storage;

namespace StatsService.Upkeep;

/// <param name="Took">For a write, a read and a deletion.</param>
/// <param name="ClockAhead">How far this machine's clock is ahead of the storage's, to some seconds; negative: behind.</param>
public sealed record ProbedStorage(TimeSpan Took, TimeSpan ClockAhead);

/// <summary>Tries whether the storage keeps what is written: one row, in the partition <c>probe</c> of the table <c>State</c>, which goes again.</summary>
public sealed class StorageProbe(StorageEngine storage, TimeProvider time)
{
    private const string Partition = "probe";

    private readonly Table table = storage.Table(TableNames.State);

    /// <exception cref="StorageUnavailableException">It can't be written, or not be read.</exception>
    public async Task<ProbedStorage> ProbeAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var key = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        await table.WriteAsync(new RowChanges(Partition).Put(new Row(key) { ["Probed"] = true }), cancellationToken);
        var written = time.GetUtcNow();
        var row = await table.FindAsync(Partition, key, cancellationToken) ?? throw new StorageUnavailableException("The storage did not give back what it had taken.");
        await table.WriteAsync(new RowChanges(Partition).DeleteAny(key), cancellationToken);
        return new ProbedStorage(time.GetElapsedTime(started), written - row.ChangedAt);
    }
}
