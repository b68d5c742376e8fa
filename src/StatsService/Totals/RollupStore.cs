using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;
using StatsService.Wire;

namespace StatsService.Totals;

/// <summary>The tallies in the table <c>Rollups</c>, and their versions in <c>State</c>: a row a type and year with a property a month.</summary>
internal sealed class RollupStore(StorageTables tables) : IRollupStore
{
    private const string Data = "Data";

    public Task<StoredTally> ReadTotalAsync(StatType type, DateOnly date, CancellationToken cancellationToken) =>
        ReadAsync(type, date, RollupKeys.Total(date), cancellationToken);

    public Task<StoredTally> ReadShareAsync(StatType type, DateOnly date, Guid client, CancellationToken cancellationToken) =>
        ReadAsync(type, date, RollupKeys.Share(date, client), cancellationToken);

    public async IAsyncEnumerable<Share> ReadSharesAsync(StatType type, DateOnly date, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in QueryAsync(type, Month.Of(date), RollupKeys.Shares(date), cancellationToken))
            yield return new Share(RollupKeys.ParseShareClient(row.RowKey), TallyCodec.Decode(row.GetBytes(Data)));
    }

    public async Task<IReadOnlyList<DayTally>> ReadMonthAsync(StatType type, Month month, CancellationToken cancellationToken)
    {
        var days = new List<DayTally>();
        await foreach (var row in QueryAsync(type, month, RollupKeys.Totals, cancellationToken))
        {
            var tally = TallyCodec.Decode(row.GetBytes(Data));
            if (tally.Stats > 0)
                days.Add(new DayTally(RollupKeys.ParseTotal(row.RowKey), tally));
        }

        return days;
    }

    public async Task<bool> TryReplaceAsync(
        StatType type, DateOnly date, IReadOnlyList<ShareChange> shares, TallyChange total, CancellationToken cancellationToken)
    {
        var partition = RollupKeys.Partition(type, Month.Of(date));
        TableTransactionAction[] actions =
        [
            .. shares.Where(share => share.Change is not { Read.Revision: null, New.Stats: 0 })
                .Select(share => share.Change.New.Stats == 0
                    ? ToRemoval(partition, RollupKeys.Share(date, share.Client), share.Change.Read)
                    : ToAction(partition, RollupKeys.Share(date, share.Client), share.Change)),
            ToAction(partition, RollupKeys.Total(date), total),
        ];
        var table = await tables.Rollups.OpenAsync(cancellationToken);
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException exception) when (exception.Status is 404 or 409 or 412)
        {
            return false;
        }
        catch (RequestFailedException exception)
        {
            throw new StorageUnavailableException($"The {type.Name()} tallies of {date.ToWire()} could not be written ({exception.ErrorCode}).", exception);
        }
    }

    public async Task ChangeVersionAsync(StatType type, Month month, CancellationToken cancellationToken)
    {
        var table = await tables.State.OpenAsync(cancellationToken);
        var row = new TableEntity(VersionPartition(type), month.Year.ToString("D4", CultureInfo.InvariantCulture))
        {
            [MonthProperty(month.Number)] = Guid.NewGuid().ToString("N"),
        };
        await table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken);
    }

    public async Task<IReadOnlyDictionary<Month, string>> ReadVersionsAsync(StatType type, CancellationToken cancellationToken)
    {
        var table = await tables.State.OpenAsync(cancellationToken);
        var versions = new Dictionary<Month, string>();
        await foreach (var row in table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {VersionPartition(type)}"), cancellationToken: cancellationToken))
        {
            var year = int.Parse(row.RowKey, CultureInfo.InvariantCulture);
            for (var month = 1; month <= 12; month++)
            {
                if (row.GetString(MonthProperty(month)) is { } version)
                    versions[new Month(year, month)] = version;
            }
        }

        return versions;
    }

    private static string VersionPartition(StatType type) => "version_" + type.Name();

    private static string MonthProperty(int month) => string.Create(CultureInfo.InvariantCulture, $"M{month:D2}");

    private static TableTransactionAction ToAction(string partition, string key, TallyChange change)
    {
        var bytes = TallyCodec.Encode(change.New);
        if (bytes.Length > BinaryProperties.MaxBytes)
            throw new FullTotalException();
        var row = new TableEntity(partition, key);
        row.SetBytes(Data, bytes);
        return change.Read.Revision is { } revision
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, new ETag(revision))
            : new TableTransactionAction(TableTransactionActionType.Add, row);
    }

    private static TableTransactionAction ToRemoval(string partition, string key, StoredTally read) =>
        new(TableTransactionActionType.Delete, new TableEntity(partition, key), new ETag(read.Revision!));

    private async Task<StoredTally> ReadAsync(StatType type, DateOnly date, string key, CancellationToken cancellationToken)
    {
        var table = await tables.Rollups.OpenAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(RollupKeys.Partition(type, Month.Of(date)), key, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? new StoredTally(TallyCodec.Decode(row.GetBytes(Data)), row.ETag.ToString("H")) : StoredTally.None;
    }

    private async IAsyncEnumerable<TableEntity> QueryAsync(
        StatType type, Month month, (string From, string To) range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await tables.Rollups.OpenAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {RollupKeys.Partition(type, month)} and RowKey ge {range.From} and RowKey lt {range.To}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return row;
    }
}
