using System.Diagnostics.Metrics;
using System.Numerics;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Storage.Azure;

namespace StatsService.Tests.Storage.Stats;

/// <summary>What lies in the table Stats, and whether its rows agree with each other.</summary>
internal sealed class StoredRows
{
    private readonly Table table;
    private readonly Dictionary<string, List<Row>> clients = [];

    private StoredRows(Table table) => this.table = table;

    /// <param name="clients">Whose rows are read; none: everybody's.</param>
    public static async Task<StoredRows> ReadAsync(StorageEngine storage, params IReadOnlyList<Guid> clients)
    {
        var stored = new StoredRows(storage.Table("Stats"));
        var partitions = clients.Count > 0 ? clients.Select(StatKeys.Partition).ToAsyncEnumerable() : stored.table.ReadPartitionsAsync(TestContext.Current.CancellationToken);
        await foreach (var client in partitions)
            stored.clients[client] = await stored.table.ReadAsync(client, KeyRange.All, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        return stored;
    }

    /// <summary>What a service on this Azurite stored.</summary>
    public static async Task<StoredRows> ReadAsync(string connectionString, string prefix)
    {
        using var meter = new Meter(nameof(StoredRows));
        return await ReadAsync(new AzureStorage(new TableServiceClient(connectionString), new QueueServiceClient(connectionString), new Lazy<BlobServiceClient>(() => new BlobServiceClient(connectionString)), prefix, new StorageOperations(meter, [])));
    }

    /// <summary>Every stat is there once and has its guard, every guard its stat, and the latest map names each ANR's newest sheet.</summary>
    public async Task AgreeAsync()
    {
        foreach (var (client, rows) in clients)
        {
            var sheets = rows.Where(IsSheet).Select(SheetRow.ToSheet).ToList();
            AreGuarded([.. sheets.SelectMany(sheet => sheet.Entries).Select(entry => entry.Uuid)], rows);
            Assert.All(sheets, sheet => Assert.Equal(sheet.TextLength, sheet.Decompress().Length));

            var newest = from sheet in sheets
                         from anr in sheet.Entries.Select(entry => entry.Anr).Distinct()
                         group sheet.Key by (anr, sheet.Type) into found
                         let key = found.Max(StringComparer.Ordinal)
                         select new LatestStat(found.Key.anr, found.Key.Type, StatKeys.Parse(key).Date, key);
            var latest = await LatestMap.ReadAsync(table, Guid.Parse(client), TestContext.Current.CancellationToken);
            Assert.Equal(newest.ToHashSet(), latest.Stats.ToHashSet());
        }
    }

    private static void AreGuarded(List<Guid> uuids, List<Row> rows)
    {
        Assert.Equal(uuids.Distinct().Count(), uuids.Count);
        Assert.Equal(
            uuids.Where(uuid => !DerivedUuid.IsDerived(uuid)).Select(StatKeys.Guard).Order(StringComparer.Ordinal),
            rows.Select(row => row.Key).Where(key => key.StartsWith("uuid_", StringComparison.Ordinal)));
        var guards = rows.Where(row => row.Key.StartsWith(StatKeys.BatchPrefix, StringComparison.Ordinal)).Select(row => RequestGuard.FromRow(row, row.Revision)).ToDictionary(guard => guard.Request);
        var requests = uuids.Where(DerivedUuid.IsDerived).ToLookup(DerivedUuid.RequestOf);
        Assert.Equal(requests.Select(request => request.Key).Order(), guards.Keys.Order());
        foreach (var request in requests)
        {
            Assert.All(request, uuid => Assert.True(guards[request.Key].Has(uuid)));
            Assert.Equal(request.Count(), guards[request.Key].Places.ToArray().Sum(places => BitOperations.PopCount(places)));
        }
    }

    private static bool IsSheet(Row row) => StatTypes.TryParse(row.Key.Split('_')[0], out _);
}
