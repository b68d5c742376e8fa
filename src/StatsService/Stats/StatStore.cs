using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>The clients' stats in the tables <c>Stats</c> and <c>Anrs</c>.</summary>
internal sealed class StatStore(StorageTables tables, StatWriter writer, StatRemover remover) : IStatStore
{
    public Task<StoredBatch> AddAsync(Guid client, IReadOnlyList<Stat> stats, CancellationToken cancellationToken) =>
        writer.AddAsync(client, stats, cancellationToken);

    public Task<IReadOnlyList<ChangedDay>> RemoveAsync(Guid client, StatSelection selection, CancellationToken cancellationToken) =>
        remover.RemoveAsync(client, selection, cancellationToken);

    public async IAsyncEnumerable<Sheet> ReadAsync(
        Guid client, StatType type, DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from > to)
            yield break;
        var table = await tables.Stats.OpenAsync(cancellationToken);
        await foreach (var entity in StatRange.QueryAsync(table, client, type, from, to, cancellationToken))
            yield return SheetRow.FromEntity(entity);
    }

    public async Task<DateOnly?> FindOldestDayAsync(Guid client, DateOnly before, CancellationToken cancellationToken)
    {
        if (before == DateOnly.MinValue)
            return null;
        var table = await tables.Stats.OpenAsync(cancellationToken);
        var oldest = await Task.WhenAll(StatTypes.All.Select(async type =>
            await StatRange.QueryAsync(table, client, type, DateOnly.MinValue, before.AddDays(-1), cancellationToken, [nameof(TableEntity.RowKey)], pageSize: 1)
                .FirstOrDefaultAsync(cancellationToken) is { } row ? StatKeys.Parse(row.RowKey).Date : (DateOnly?)null));
        return oldest.Min();
    }

    public async Task<Sheet?> FindSheetAsync(Guid client, string key, CancellationToken cancellationToken)
    {
        var table = await tables.Stats.OpenAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(StatKeys.Partition(client), key, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? SheetRow.FromEntity(row) : null;
    }

    public async Task<IReadOnlyList<LatestStat>> ReadLatestAsync(Guid client, CancellationToken cancellationToken)
    {
        var table = await tables.Stats.OpenAsync(cancellationToken);
        var latest = await LatestMap.ReadAsync(table, client, cancellationToken);
        return [.. latest.Stats];
    }

    public async Task<IReadOnlyList<Guid>> FindClientsAsync(Guid anr, CancellationToken cancellationToken)
    {
        var table = await tables.Anrs.OpenAsync(cancellationToken);
        var clients = new List<Guid>();
        await foreach (var row in table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {anr.ToString("D")}"), select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken))
            clients.Add(Guid.Parse(row.RowKey));
        return clients;
    }

    public async IAsyncEnumerable<DateOnly> ReadDaysAsync(Guid client, StatType type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await tables.Stats.OpenAsync(cancellationToken);
        DateOnly? last = null;
        await foreach (var row in StatRange.QueryAsync(table, client, type, DateOnly.MinValue, DateOnly.MaxValue, cancellationToken, [nameof(TableEntity.RowKey)]))
        {
            var (_, date) = StatKeys.Parse(row.RowKey);
            if (date != last)
                yield return date;
            last = date;
        }
    }

    public async Task ForgetAsync(Guid client, CancellationToken cancellationToken)
    {
        await tables.Stats.EmptyAsync(TableClient.CreateQueryFilter($"PartitionKey eq {StatKeys.Partition(client)}"), cancellationToken);
        await tables.Anrs.EmptyAsync(TableClient.CreateQueryFilter($"RowKey eq {StatKeys.Partition(client)}"), cancellationToken);
    }

    public async IAsyncEnumerable<MarkedDay> ReadMarksAsync(Guid client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await tables.Stats.OpenAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {StatKeys.Partition(client)} and RowKey ge {StatKeys.DirtyPrefix} and RowKey lt {StatKeys.DirtyPrefix + StatKeys.End}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            var (type, date) = StatKeys.Parse(row.RowKey[StatKeys.DirtyPrefix.Length..]);
            yield return new MarkedDay(new ChangedDay(client, type, date, row.ETag.ToString("H")), row.Timestamp ?? DateTimeOffset.MinValue);
        }
    }

    public async Task ClearMarkAsync(ChangedDay changed, CancellationToken cancellationToken)
    {
        if (changed.Mark.Length == 0)
            return;
        var table = await tables.Stats.OpenAsync(cancellationToken);
        try
        {
            await table.DeleteEntityAsync(
                StatKeys.Partition(changed.Client), StatKeys.Dirty(changed.Type, changed.Date), new ETag(changed.Mark), cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // Cleared by an earlier delivery of the message, or marked again since.
        }
    }
}
