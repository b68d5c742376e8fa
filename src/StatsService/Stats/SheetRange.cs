using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>The sheets of a client, of one type, between two days, inclusive.</summary>
internal sealed record SheetRange(Guid Client, StatType Type, DateOnly From, DateOnly To)
{
    /// <summary>Their rows, by day and arrival.</summary>
    /// <inheritdoc cref="Table.ReadAsync"/>
    public IAsyncEnumerable<Row> ReadAsync(Table table, CancellationToken cancellationToken, IReadOnlyList<string>? columns = null, int? limit = null) =>
        table.ReadAsync(StatKeys.Partition(Client), StatKeys.Range(Type, From, To), columns, limit, cancellationToken);
}
