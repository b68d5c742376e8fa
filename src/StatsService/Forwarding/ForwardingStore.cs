using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Forwarding;

/// <summary>The rows <c>outbox_…</c>, <c>forwarding</c> and <c>refused_…</c> of a client's partition in the table <c>Stats</c>.</summary>
internal sealed class ForwardingStore(StorageTables tables) : IForwardingStore
{
    private const int MaxEntities = 100;

    public async IAsyncEnumerable<OutboxEntry> ReadOutboxAsync(Guid client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in QueryAsync(client, StatKeys.OutboxPrefix, cancellationToken))
        {
            yield return new OutboxEntry(
                row.RowKey,
                StatKeys.ArrivalOf(row.RowKey),
                row.GetString(StatTransaction.OutboxSheets).Split(StatTransaction.OutboxSeparator),
                row.ETag.ToString("H"));
        }
    }

    public async Task<ForwardingState> ReadStateAsync(Guid client, CancellationToken cancellationToken)
    {
        var table = await tables.Stats.OpenAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(StatKeys.Partition(client), StatKeys.Forwarding, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? ForwardingRows.ToState(row) : new ForwardingState();
    }

    public async Task<ForwardingState?> TryAdvanceAsync(
        Guid client, IReadOnlyList<OutboxProgress> progress, ForwardingState state, CancellationToken cancellationToken)
    {
        var table = await tables.Stats.OpenAsync(cancellationToken);
        var row = ForwardingRows.FromState(client, state);
        List<TableTransactionAction> actions =
        [
            state.Version is { } version
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, new ETag(version))
                : new TableTransactionAction(TableTransactionActionType.Add, row),
            .. progress.Select(part => ToAction(client, part)),
        ];
        try
        {
            var responses = await table.SubmitTransactionAsync(actions, cancellationToken);
            return state with { Version = responses.Value[0].Headers.ETag?.ToString("H") };
        }
        catch (TableTransactionFailedException exception) when (exception.Status is 404 or 409 or 412)
        {
            // Another forwarder's work; or our own, done by a first try whose answer was lost.
            return null;
        }
        catch (TableTransactionFailedException exception)
        {
            throw new StorageUnavailableException("The storage refused to note what was forwarded; it is sent again.", exception);
        }
    }

    public Task SetAsideAsync(Guid client, IReadOnlyList<RefusedStat> refused, CancellationToken cancellationToken) => SubmitAsync(
        refused.Select(stat => new TableTransactionAction(TableTransactionActionType.UpsertReplace, ForwardingRows.FromRefused(client, stat))), cancellationToken);

    public async IAsyncEnumerable<RefusedStat> ListRefusedAsync(Guid client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in QueryAsync(client, StatKeys.RefusedPrefix, cancellationToken))
            yield return ForwardingRows.ToRefused(row);
    }

    public async Task ForgetRefusedAsync(Guid client, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken)
    {
        var table = await tables.Stats.OpenAsync(cancellationToken);
        // An unknown row is no error to this call, unlike in a transaction.
        foreach (var uuid in uuids)
            await table.DeleteEntityAsync(StatKeys.Partition(client), StatKeys.Refused(uuid), ETag.All, cancellationToken);
    }

    private static TableTransactionAction ToAction(Guid client, OutboxProgress progress)
    {
        var row = new TableEntity(StatKeys.Partition(client), progress.Entry.Key);
        if (progress.Remaining.Count > 0)
            row[StatTransaction.OutboxSheets] = string.Join(StatTransaction.OutboxSeparator, progress.Remaining);
        var type = progress.Remaining.Count > 0 ? TableTransactionActionType.UpdateReplace : TableTransactionActionType.Delete;
        return new TableTransactionAction(type, row, new ETag(progress.Entry.Version));
    }

    private async IAsyncEnumerable<TableEntity> QueryAsync(Guid client, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await tables.Stats.OpenAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {StatKeys.Partition(client)} and RowKey ge {prefix} and RowKey lt {prefix + StatKeys.End}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return row;
    }

    private async Task SubmitAsync(IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        var table = await tables.Stats.OpenAsync(cancellationToken);
        foreach (var part in actions.Chunk(MaxEntities))
            await table.SubmitTransactionAsync(part, cancellationToken);
    }
}
