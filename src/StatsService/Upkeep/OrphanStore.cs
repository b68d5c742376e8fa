using Azure;
using Azure.Data.Tables;
using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Upkeep;

/// <summary>Guards in the table <c>Stats</c> without their stat, and rows of <c>Anrs</c> without stats.</summary>
/// <remarks>
/// A guard is written together with its sheet, and an index row before the first stat of its ANR: so the suspicious rows are read
/// first, and what would justify them afterwards. They are removed by their ETag: whoever writes in between keeps his.
/// </remarks>
internal sealed class OrphanStore(StorageTables tables) : IOrphanStore
{
    private const string CursorPartition = "housekeeping";
    private const string CursorRow = "orphans";
    private const string Keys = nameof(TableEntity.RowKey);

    public async Task<OrphanSearch> RemoveGuardsAsync(Guid client, Guid? after, int count, CancellationToken cancellationToken)
    {
        var table = await tables.Stats.OpenAsync(cancellationToken);
        var suspects = new Dictionary<Guid, TableEntity>();
        Guid? last = null;
        var isCut = false;
        var (first, end) = StatKeys.Guards(after);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {StatKeys.Partition(client)} and RowKey gt {first} and RowKey lt {end}");
        await foreach (var guard in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (isCut = suspects.Count == count)
                break;
            last = StatKeys.ParseGuard(guard.RowKey);
            suspects.Add(last.Value, guard);
        }

        var seen = suspects.Count;
        if (seen > 0)
            await AcquitAsync(table, client, suspects, cancellationToken);
        var removed = 0;
        foreach (var (uuid, guard) in suspects)
            removed += !await HoldsAsync(table, guard, uuid, cancellationToken) && await TryDeleteAsync(table, guard, cancellationToken) ? 1 : 0;
        return new OrphanSearch(isCut ? last : null, seen, removed);
    }

    public async Task<OrphanSearch> RemoveAnrsAsync(
        Guid? after, int count, IReadOnlySet<Guid> clients, DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        var anrs = await tables.Anrs.OpenAsync(cancellationToken);
        var rows = new List<TableEntity>();
        Guid? last = null;
        var filter = TableClient.CreateQueryFilter($"PartitionKey gt {(after is { } begun ? begun.ToString("D") : "")}");
        await foreach (var row in anrs.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            // All clients of one ANR stay together, so that the ANR alone says where to go on.
            if (rows.Count >= count && row.PartitionKey != rows[^1].PartitionKey)
            {
                last = Guid.Parse(rows[^1].PartitionKey);
                break;
            }

            rows.Add(row);
        }

        var removed = 0;
        var stats = await tables.Stats.OpenAsync(cancellationToken);
        foreach (var own in rows.Where(row => row.Timestamp < olderThan).GroupBy(row => Guid.Parse(row.RowKey)))
        {
            var latest = clients.Contains(own.Key) ? await LatestMap.ReadAsync(stats, own.Key, cancellationToken) : null;
            foreach (var row in own.Where(row => latest?.Knows(Guid.Parse(row.PartitionKey)) != true))
                removed += await TryDeleteAsync(anrs, row, cancellationToken) ? 1 : 0;
        }

        return new OrphanSearch(last, rows.Count, removed);
    }

    public async Task<OrphanCursor> ReadCursorAsync(CancellationToken cancellationToken)
    {
        var table = await tables.State.OpenAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(CursorPartition, CursorRow, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new OrphanCursor(row.GetGuid(nameof(OrphanCursor.Client)), row.GetGuid(nameof(OrphanCursor.Guard)), row.GetGuid(nameof(OrphanCursor.Anr)))
            : OrphanCursor.Start;
    }

    public async Task WriteCursorAsync(OrphanCursor cursor, CancellationToken cancellationToken)
    {
        var table = await tables.State.OpenAsync(cancellationToken);
        var row = new TableEntity(CursorPartition, CursorRow)
        {
            [nameof(OrphanCursor.Client)] = cursor.Client,
            [nameof(OrphanCursor.Guard)] = cursor.Guard,
            [nameof(OrphanCursor.Anr)] = cursor.Anr,
        };
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Leaves those whose sheet does not hold them; of the sheets, only what they hold is read.</summary>
    private static async Task AcquitAsync(TableClient table, Guid client, Dictionary<Guid, TableEntity> suspects, CancellationToken cancellationToken)
    {
        foreach (var type in StatTypes.All)
        {
            await foreach (var row in StatRange.QueryAsync(table, client, type, DateOnly.MinValue, DateOnly.MaxValue, cancellationToken, [Keys, SheetRow.Index]))
            {
                foreach (var entry in SheetRow.ReadEntries(row))
                {
                    if (suspects.TryGetValue(entry.Uuid, out var guard) && guard.GetString(StatTransaction.GuardedSheet) == row.RowKey)
                        suspects.Remove(entry.Uuid);
                }
            }
        }
    }

    private static async Task<bool> HoldsAsync(TableClient table, TableEntity guard, Guid uuid, CancellationToken cancellationToken)
    {
        var sheet = await table.GetEntityIfExistsAsync<TableEntity>(
            guard.PartitionKey, guard.GetString(StatTransaction.GuardedSheet) ?? "", [Keys, SheetRow.Index], cancellationToken);
        return sheet is { HasValue: true, Value: { } row } && SheetRow.ReadEntries(row).Any(entry => entry.Uuid == uuid);
    }

    /// <returns>False where somebody wrote or removed it meanwhile.</returns>
    private static async Task<bool> TryDeleteAsync(TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            // A row that is gone already is no error to the client library.
            return (await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken)).Status != 404;
        }
        catch (RequestFailedException exception) when (exception.Status == 412)
        {
            return false;
        }
    }
}
