using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Simulation;

/// <summary>Writes and removes sheets, and nothing beside them, in as many steps as a simulation wants.</summary>
public sealed class SimulatedSheets(StorageEngine storage)
{
    private readonly Table table = storage.Table(TableNames.Stats);

    /// <summary>Writes one transaction of a batch.</summary>
    public Task WriteAsync(Guid client, Guid batch, int number, IReadOnlyList<Stat> stats, CancellationToken cancellationToken) =>
        table.WriteAsync(
            stats.GroupBy(stat => new StatDay(stat.Type, stat.Date)).Aggregate(
                new RowChanges(StatKeys.Partition(client)),
                (changes, day) => changes.Add(SheetRow.FromSheet(Sheet.Create(day.Key, StatKeys.Sheet(day.Key, batch, number), [.. day])))),
            cancellationToken);

    /// <summary>Removes a client's sheets of a day.</summary>
    public Task RemoveAsync(Guid client, StatDay day, CancellationToken cancellationToken) =>
        table.DeleteAsync(StatKeys.Partition(client), StatKeys.Range(day.Type, day.Date, day.Date), cancellationToken);
}
