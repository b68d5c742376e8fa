using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>Which sheet holds the newest stat of an ANR, by type.</summary>
public sealed record LatestStat(Guid Anr, StatType Type, DateOnly Date, string SheetKey);

/// <summary>The clients' stats: the table <c>Stats</c>, a partition for each client. No call reaches another client's rows than the one it names.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> when the storage doesn't answer.</remarks>
public sealed class StatStore(StorageEngine storage)
{
    private readonly Table table = storage.Table(TableNames.Stats);

    /// <summary>The sheets of a type between two days, inclusive, by day and arrival.</summary>
    public IAsyncEnumerable<Sheet> ReadAsync(Guid client, StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        new SheetRange(client, type, from, to).ReadAsync(table, cancellationToken).Select(SheetRow.ToSheet);

    /// <summary>The days on which the client has stats that a selection means, by type; of the sheets, only their index is read.</summary>
    public async Task<IReadOnlySet<StatDay>> FindDaysAsync(Guid client, StatSelection selection, CancellationToken cancellationToken)
    {
        var days = new HashSet<StatDay>();
        foreach (var type in StatTypes.All.Where(selection.Includes))
        {
            await foreach (var row in new SheetRange(client, type, selection.From, selection.To).ReadAsync(table, cancellationToken, [SheetRow.Index]))
            {
                if (SheetRow.ReadEntries(row).Any(selection.Includes))
                    days.Add(StatKeys.Parse(row.Key));
            }
        }

        return days;
    }

    /// <summary>The oldest day before another that has stats of any type; one small operation a type.</summary>
    public async Task<DateOnly?> FindOldestDayAsync(Guid client, DateOnly before, CancellationToken cancellationToken)
    {
        if (before == DateOnly.MinValue)
            return null;
        var oldest = await Task.WhenAll(StatTypes.All.Select(async type =>
            await new SheetRange(client, type, DateOnly.MinValue, before.AddDays(-1)).ReadAsync(table, cancellationToken, [], limit: 1)
                .FirstOrDefaultAsync(cancellationToken) is { } row ? StatKeys.Parse(row.Key).Date : (DateOnly?)null));
        return oldest.Min();
    }

    public async Task<Sheet?> FindSheetAsync(Guid client, string key, CancellationToken cancellationToken) =>
        await table.FindAsync(StatKeys.Partition(client), key, cancellationToken) is { } row ? SheetRow.ToSheet(row) : null;

    /// <summary>Where the newest stat of each ANR is; one operation.</summary>
    public async Task<IReadOnlyList<LatestStat>> ReadLatestAsync(Guid client, CancellationToken cancellationToken) =>
        [.. (await LatestMap.ReadAsync(table, client, cancellationToken)).Stats];

    /// <summary>Whether the client has stats of any of these ANRs; one operation.</summary>
    public async Task<bool> HasAnyAsync(Guid client, IReadOnlySet<Guid> anrs, CancellationToken cancellationToken) =>
        (await LatestMap.ReadAsync(table, client, cancellationToken)).HasAny(anrs);

    /// <summary>The days of which the client has stats of the type, in ascending order.</summary>
    public IAsyncEnumerable<DateOnly> ReadDaysAsync(Guid client, StatType type, CancellationToken cancellationToken) =>
        new SheetRange(client, type, DateOnly.MinValue, DateOnly.MaxValue).ReadAsync(table, cancellationToken, [])
            .Select(row => StatKeys.Parse(row.Key).Date)
            .Distinct();

    /// <summary>Removes whatever is left of a client, its outbox included.</summary>
    public Task ForgetAsync(Guid client, CancellationToken cancellationToken) => table.DeleteAsync(StatKeys.Partition(client), KeyRange.All, cancellationToken);
}
