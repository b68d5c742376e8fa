using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Simulation;

/// <summary>Sheets on a table, a row each.</summary>
public sealed class SimulatedSheets(StorageEngine storage) : IStatStore
{
    private readonly Table table = storage.Table("Stats");

    /// <summary>Writes one transaction of a batch.</summary>
    public Task WriteAsync(Guid client, Guid batch, int number, IReadOnlyList<Stat> stats, CancellationToken cancellationToken) =>
        table.WriteAsync(
            stats.GroupBy(stat => (stat.Type, stat.Date)).Aggregate(new RowChanges(client.ToString("D")), (changes, day) =>
            {
                var sheet = Sheet.Create(day.Key.Type, day.Key.Date, $"{day.Key.Type.Name()}_{day.Key.Date:yyyyMMdd}_{batch:N}{number:D5}", [.. day]);
                return changes.Add(new Row(sheet.Key) { ["Uuids"] = Pack(sheet.Entries.Select(entry => entry.Uuid)), ["Anrs"] = Pack(sheet.Entries.Select(entry => entry.Anr)), ["Lengths"] = string.Join(',', sheet.Entries.Select(entry => entry.Length)), ["Data"] = sheet.Compressed });
            }),
            cancellationToken);

    public async IAsyncEnumerable<Sheet> ReadAsync(Guid client, StatType type, DateOnly from, DateOnly to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.ReadAsync(client.ToString("D"), KeyRange.Between($"{type.Name()}_{from:yyyyMMdd}", $"{type.Name()}_{to:yyyyMMdd}"), cancellationToken: cancellationToken))
            yield return ToSheet(type, row);
    }

    /// <summary>Removes a client's sheets of a day, or of all days.</summary>
    public Task RemoveAsync(Guid client, StatType type, DateOnly? date, CancellationToken cancellationToken) =>
        table.DeleteAsync(client.ToString("D"), KeyRange.StartingWith(date is { } day ? $"{type.Name()}_{day:yyyyMMdd}" : type.Name() + "_"), cancellationToken);

    public Task<StoredBatch> AddAsync(Guid client, IReadOnlyList<Stat> stats, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DateOnly?> FindOldestDayAsync(Guid client, DateOnly before, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Sheet?> FindSheetAsync(Guid client, string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LatestStat>> ReadLatestAsync(Guid client, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Guid>> FindClientsAsync(Guid anr, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ChangedDay>> RemoveAsync(Guid client, StatSelection selection, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<DateOnly> ReadDaysAsync(Guid client, StatType type, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var day in table.ReadAsync(client.ToString("D"), KeyRange.StartingWith(type.Name() + "_"), cancellationToken: cancellationToken).Select(row => ToSheet(type, row).Date).Distinct())
            yield return day;
    }

    public Task ForgetAsync(Guid client, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<MarkedDay> ReadMarksAsync(Guid client, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ClearMarkAsync(ChangedDay changed, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static byte[] Pack(IEnumerable<Guid> uuids) => [.. uuids.SelectMany(uuid => uuid.ToByteArray())];

    private static Sheet ToSheet(StatType type, Row row)
    {
        var lengths = row.GetString("Lengths")!.Split(',').Select(length => int.Parse(length, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var (uuids, anrs) = (row.GetBytes("Uuids"), row.GetBytes("Anrs"));
        var offset = 0;
        var entries = lengths.Select((length, i) => new SheetEntry(new Guid(uuids.Span.Slice(16 * i, 16)), new Guid(anrs.Span.Slice(16 * i, 16)), (offset += length) - length, length)).ToList();
        var date = DateOnly.ParseExact(row.Key.Split('_')[1], "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        return new Sheet(type, date, row.Key, entries, row.GetBytes("Data"));
    }
}
