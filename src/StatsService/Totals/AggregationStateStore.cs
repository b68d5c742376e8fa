using Azure.Data.Tables;
using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>One row of the table <c>State</c>.</summary>
internal sealed class AggregationStateStore(StorageTables tables) : IAggregationStateStore
{
    private const string Partition = "aggregation";
    private const string Row = "observed";

    public async Task<AggregationState?> ReadAsync(CancellationToken cancellationToken)
    {
        var table = await tables.State.OpenAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new AggregationState(
                row.GetDateTimeOffset(nameof(AggregationState.ObservedAt))!.Value,
                row.GetDateTimeOffset(nameof(AggregationState.OldestMark)),
                row.GetInt32(nameof(AggregationState.PoisonMessages))!.Value)
            : null;
    }

    public async Task WriteAsync(AggregationState state, CancellationToken cancellationToken)
    {
        var table = await tables.State.OpenAsync(cancellationToken);
        var row = new TableEntity(Partition, Row)
        {
            [nameof(AggregationState.ObservedAt)] = state.ObservedAt,
            [nameof(AggregationState.OldestMark)] = state.OldestMark,
            [nameof(AggregationState.PoisonMessages)] = state.PoisonMessages,
        };
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }
}
