using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>Tallies of days, ready to be read, in the table <c>Totals</c>: by client, and summed over clients.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> when the storage doesn't answer.</remarks>
public sealed class TotalStore(StorageEngine storage)
{
    // Room for about 200,000 objects a day, so that what readers of a month hold in memory is bounded.
    private const int MaxRows = 16;

    private const string Data = "Data";

    // Stands in a share beside its tally, so that it is known without reading that.
    private const string Implausible = "Implausible";
    private readonly Table table = storage.Table(TableNames.Totals);

    /// <summary>One operation, as long as the total is below some MiB.</summary>
    public async Task<DayTotal> ReadTotalAsync(StatType type, DateOnly date, CancellationToken cancellationToken) => new(
        await table.ReadAsync(Partition(type, date), TotalKeys.TotalOf(date), cancellationToken: cancellationToken)
            .Select(row => new TotalRow(TotalKeys.ParseTotal(row.Key).Number, ToTally(row), row.Revision!))
            .ToListAsync(cancellationToken));

    public async Task<Share> ReadShareAsync(StatType type, DateOnly date, Guid client, CancellationToken cancellationToken) =>
        await table.FindAsync(Partition(type, date), TotalKeys.Share(date, client), cancellationToken) is { } row
            ? ToShare(row)
            : Share.None(client);

    /// <summary>The shares of all clients that have stats of a day, in the order of the clients' UUIDs; one operation for each 1,000 or some MiB.</summary>
    public IAsyncEnumerable<Share> ReadSharesAsync(StatType type, DateOnly date, CancellationToken cancellationToken) =>
        ReadSharesAsync(type, date, TotalKeys.Shares(date), cancellationToken);

    /// <summary>The same of the clients between two, inclusive, in the ordinal order of their UUIDs as text.</summary>
    public IAsyncEnumerable<Share> ReadSharesAsync(StatType type, DateOnly date, Guid first, Guid last, CancellationToken cancellationToken) =>
        ReadSharesAsync(type, date, TotalKeys.Shares(date, first, last), cancellationToken);

    /// <summary>How many elements of each client's stats of a day are left out of the averages because of their values, where there are any; one operation for each 1,000 shares.</summary>
    public IAsyncEnumerable<(Guid Client, long Elements)> ReadImplausibleAsync(StatType type, DateOnly date, CancellationToken cancellationToken) =>
        table.ReadAsync(Partition(type, date), TotalKeys.Shares(date), [Implausible], cancellationToken: cancellationToken)
            .Select(row => (TotalKeys.ParseShareClient(row.Key), row.GetInt64(Implausible) ?? 0))
            .Where(share => share.Item2 > 0);

    /// <summary>The totals of a month's days with stats, in their order: one operation, as long as they are below some MiB.</summary>
    public async Task<IReadOnlyList<DayTally>> ReadMonthAsync(StatType type, Month month, CancellationToken cancellationToken)
    {
        var days = new List<DayTally>();
        var labels = new LabelPool();
        await foreach (var row in table.ReadAsync(TotalKeys.Partition(type, month), TotalKeys.Totals, cancellationToken: cancellationToken))
        {
            var (date, number) = TotalKeys.ParseTotal(row.Key);
            if (number == 0 || days.Count == 0 || days[^1].Date != date)
                days.Add(new DayTally(date, ToTally(row, labels)));
            else
                days[^1].Tally.Add(ToTally(row));
        }

        days.RemoveAll(day => day.Tally.Stats == 0);
        return days;
    }

    /// <summary>Replaces shares of a day together with what they change in its total, in one operation.</summary>
    /// <remarks>
    /// A share is written even where it stays as it was or is empty, and is never removed while its day is kept: so whoever read
    /// it before, and its client's sheets before a later change, fails instead of bringing back what is out of date.
    /// </remarks>
    /// <param name="correction">What is added to the total beside the shares' changes; null: nothing.</param>
    public async Task<ReplaceResult> TryReplaceAsync(
        StatType type, DateOnly date, IReadOnlyList<ShareChange> shares, DayTotal total, Tally? correction, CancellationToken cancellationToken)
    {
        var changes = new RowChanges(Partition(type, date));
        var rows = shares.Select(share => ToRow(TotalKeys.Share(date, share.Read.Client), share.New)).ToList();
        foreach (var (share, row) in shares.Zip(rows))
        {
            row[Implausible] = share.New.Implausible > 0 ? share.New.Implausible : null;
            changes.AddOrReplace(row, share.Read.Revision);
        }

        // Where a front office has the service to itself, its share is the day's total: not to sum and pack it again saves a post about half a millisecond of the processor.
        if (correction is null && total.Rows.Count == 0 && shares is [{ Read.Tally.IsEmpty: true, New.IsEmpty: false }])
            changes.Add(new Row(TotalKeys.Total(date, 0)) { [Data] = rows[0][Data] });
        else if (Difference(shares, correction) is { IsEmpty: false } difference && !TryAddTotal(changes, date, total, difference))
            return new ReplaceResult(ReplaceOutcome.Full);
        if (!table.Fits(changes))
            return new ReplaceResult(ReplaceOutcome.TooMuch);
        var result = await table.WriteAsync(changes, cancellationToken);
        return result.IsDone ? new ReplaceResult(ReplaceOutcome.Done)
            : result.Failed >= 0 && result.Failed < shares.Count ? new ReplaceResult(ReplaceOutcome.ShareChanged, shares[result.Failed].Read.Client)
            : new ReplaceResult(result.Failed < 0 && shares.Count > 0 ? ReplaceOutcome.ShareChanged : ReplaceOutcome.TotalChanged);
    }

    /// <summary>Deletes the totals and shares of a month; an empty one costs an operation.</summary>
    public Task DropAsync(StatType type, Month month, CancellationToken cancellationToken) =>
        table.DeleteAsync(TotalKeys.Partition(type, month), KeyRange.All, cancellationToken);

    private IAsyncEnumerable<Share> ReadSharesAsync(StatType type, DateOnly date, KeyRange range, CancellationToken cancellationToken) =>
        table.ReadAsync(Partition(type, date), range, cancellationToken: cancellationToken).Select(ToShare).Where(share => share.Tally.Stats > 0);

    private static Tally Difference(IReadOnlyList<ShareChange> shares, Tally? correction)
    {
        var difference = new Tally();
        if (correction is not null)
            difference.Add(correction);
        foreach (var share in shares)
        {
            difference.Subtract(share.Read.Tally);
            difference.Add(share.New);
        }

        return difference;
    }

    private bool TryAddTotal(RowChanges changes, DateOnly date, DayTotal total, Tally difference)
    {
        var rows = total.Rows.TakeLast(1);
        // Where no row can be begun, what a client takes back fits the row that holds it, which has room for others then.
        if (total.Rows.Count == MaxRows)
            rows = rows.Prepend(total.Rows.MaxBy(read => difference.CountShared(read.Tally))!);
        foreach (var read in rows)
        {
            var row = ToRow(TotalKeys.Total(date, read.Number), Sum(read.Tally, difference));
            if (FitsAlone(row))
            {
                changes.Replace(row, read.Revision);
                return true;
            }
        }

        var next = ToRow(TotalKeys.Total(date, total.Rows.Count), difference);
        if (total.Rows.Count == MaxRows || !FitsAlone(next))
            return false;
        changes.Add(next);
        return true;
    }

    private static Tally Sum(Tally one, Tally other)
    {
        var sum = new Tally();
        sum.Add(one);
        sum.Add(other);
        return sum;
    }

    private bool FitsAlone(Row row) => table.Fits(new RowChanges("").Put(row));

    private static string Partition(StatType type, DateOnly date) => TotalKeys.Partition(type, Month.Of(date));

    private static Row ToRow(string key, Tally tally) => new(key) { [Data] = TallyCodec.Encode(tally) };

    private static Tally ToTally(Row row, LabelPool? labels = null) => TallyCodec.Decode(row.GetBytes(Data), labels);

    private static Share ToShare(Row row) => new(TotalKeys.ParseShareClient(row.Key), ToTally(row), row.Revision, row.ChangedAt);
}
