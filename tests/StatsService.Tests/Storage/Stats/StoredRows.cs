using Azure.Data.Tables;
using StatsService.Stats;

namespace StatsService.Tests.Storage.Stats;

/// <summary>What lies in the table Stats, and whether its rows agree with each other.</summary>
internal sealed class StoredRows
{
    private readonly TableClient table;
    private readonly List<TableEntity> rows = [];

    private StoredRows(TableClient table) => this.table = table;

    public IEnumerable<Sheet> Sheets => rows.Where(IsSheet).Select(SheetRow.FromEntity);

    public static async Task<StoredRows> ReadAsync(string connectionString, string prefix)
    {
        var stored = new StoredRows(new TableClient(connectionString, $"{prefix}Stats"));
        await foreach (var row in stored.table.QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
            stored.rows.Add(row);
        return stored;
    }

    /// <summary>Every stat has its guard, every guard its stat, and the latest map names each ANR's newest sheet.</summary>
    public async Task AgreeAsync()
    {
        foreach (var client in rows.GroupBy(row => row.PartitionKey))
        {
            var sheets = client.Where(IsSheet).Select(SheetRow.FromEntity).ToList();
            Assert.Equal(
                sheets.SelectMany(sheet => sheet.Entries.Select(entry => (StatKeys.Guard(entry.Uuid), sheet.Key))).Order(),
                client.Where(IsGuard).Select(row => (row.RowKey, row.GetString(StatTransaction.GuardedSheet))).Order());

            var newest = from sheet in sheets
                         from anr in sheet.Entries.Select(entry => entry.Anr).Distinct()
                         group sheet.Key by (anr, sheet.Type) into found
                         let key = found.Max(StringComparer.Ordinal)
                         select new LatestStat(found.Key.anr, found.Key.Type, StatKeys.Parse(key).Date, key);
            var latest = await LatestMap.ReadAsync(table, Guid.Parse(client.Key), TestContext.Current.CancellationToken);
            Assert.Equal(newest.ToHashSet(), latest.Stats.ToHashSet());
            Assert.All(sheets, sheet => Assert.Equal(sheet.TextLength, sheet.Decompress().Length));
        }
    }

    private static bool IsGuard(TableEntity row) => row.RowKey.StartsWith("uuid_", StringComparison.Ordinal);

    private static bool IsSheet(TableEntity row) => StatTypes.TryParse(row.RowKey.Split('_')[0], out _);
}
