using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>Which months have totals, and when one of them changed: a row a type and month of the table <c>State</c>.</summary>
public sealed class TotalVersions(StorageEngine storage)
{
    private const string Version = "Version";
    private readonly Table table = storage.Table(TableNames.State);

    /// <summary>Tells readers that a total of the month changed; one operation.</summary>
    public Task ChangeAsync(StatType type, Month month, CancellationToken cancellationToken) =>
        table.WriteAsync(new RowChanges(Partition(type)).Put(new Row(month.Key) { [Version] = Guid.NewGuid() }), cancellationToken);

    /// <summary>The versions of all months that have totals: one operation.</summary>
    public async Task<IReadOnlyDictionary<Month, string>> ReadAsync(StatType type, CancellationToken cancellationToken) =>
        await table.ReadAsync(Partition(type), KeyRange.All, cancellationToken: cancellationToken)
            .ToDictionaryAsync(row => Month.Parse(row.Key), row => row.GetGuid(Version)!.Value.ToString("N"), cancellationToken: cancellationToken);

    /// <summary>Forgets a month whose totals are dropped.</summary>
    public Task ForgetAsync(StatType type, Month month, CancellationToken cancellationToken) =>
        table.WriteAsync(new RowChanges(Partition(type)).DeleteAny(month.Key), cancellationToken);

    private static string Partition(StatType type) => "version_" + type.Name();
}
