using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>The row <c>batch_…</c> of a request whose stats came without UUIDs: how many of them are stored.</summary>
/// <remarks>
/// A request that is sent again finds the row. Where all of its stats are stored it is done; where fewer are, because the first
/// try died or some were removed since, the sheets tell which ones, and the others are stored. The row goes with the last of its stats.
/// </remarks>
/// <param name="Stored">How many of the request's stats are stored.</param>
/// <param name="Revision">That of the row; null: there is none.</param>
internal sealed record BatchRow(Guid Request, int Stored, string? Revision)
{
    public static async Task<BatchRow> ReadAsync(Table table, Guid client, Guid request, CancellationToken cancellationToken) =>
        await table.FindAsync(StatKeys.Partition(client), StatKeys.Batch(request), cancellationToken) is { } row
            ? new BatchRow(request, row.GetInt32(nameof(Stored))!.Value, row.Revision)
            : new BatchRow(request, 0, null);

    /// <summary>Adds to a write that the number of stored stats changes.</summary>
    /// <returns>The row as it is once the write is done, still with the old revision.</returns>
    public BatchRow Change(RowChanges changes, int difference)
    {
        var changed = this with { Stored = Stored + difference };
        var key = StatKeys.Batch(Request);
        if (changed.Stored > 0)
            changes.AddOrReplace(new Row(key) { [nameof(Stored)] = changed.Stored }, Revision);
        else if (Revision is not null)
            changes.Delete(key, Revision);
        return changed;
    }
}
