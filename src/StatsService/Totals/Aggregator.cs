using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>Brings the totals of pending days up to date.</summary>
/// <remarks>
/// A pending row goes last, and only once the change that it announced was seen: a crash anywhere leaves it, and repetition
/// changes nothing.
/// </remarks>
public sealed partial class Aggregator
{
    // Their shares and the total are one transaction of any storage, and their tallies are in memory at once.
    private const int MaxClients = 95;

    // Of each type: while one group is written, the next ones are read.
    private const int ParallelGroups = 3;

    /// <summary>How long a request or a removal can last: what was announced before that long, and is not to be seen, died.</summary>
    private static readonly TimeSpan LongestChange = TimeSpan.FromMinutes(10);

    /// <summary>How long a day that could not be aggregated is left alone.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromMinutes(10);

    /// <summary>For how long an instance goes on before it lets go of the lease: well before the lease ends.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    private readonly PendingDays pending;
    private readonly AggregationLease lease;
    private readonly DayAggregator days;
    private readonly TotalVersions versions;
    private readonly AggregationPace pace;
    private readonly TimeProvider time;
    private readonly ILogger<Aggregator> logger;
    private readonly SharedPasses<int> passes;

    public Aggregator(
        PendingDays pending, AggregationLease lease, DayAggregator days, TotalVersions versions, AggregationPace pace, TimeProvider time, ILogger<Aggregator> logger)
    {
        this.pending = pending;
        this.lease = lease;
        this.days = days;
        this.versions = versions;
        this.pace = pace;
        this.time = time;
        this.logger = logger;
        passes = new SharedPasses<int>(DrainAsync, pace.LongestGathering);
    }

    /// <summary>Aggregates what is pending, or leaves it to the instance that is at it already.</summary>
    /// <remarks>A day that fails keeps no other from being aggregated; it is thrown when all have had their turn.</remarks>
    public Task AggregateAsync(Bell bell, CancellationToken cancellationToken) =>
        passes.JoinAsync(bell.Bucket is { } bucket ? [bucket] : PendingDays.AllBuckets).WaitAsync(cancellationToken);

    /// <summary>Aggregates what is pending of a client, whoever else is at it too.</summary>
    /// <returns>How many changes are still pending, because they are not there yet or can't be aggregated.</returns>
    public async Task<int> AggregateAsync(Guid client, CancellationToken cancellationToken)
    {
        var rows = await pending.ReadAsync(client, cancellationToken).ToListAsync(cancellationToken);
        var seen = new List<PendingDay>();
        foreach (var day in rows.GroupBy(row => (row.Type, row.Date)))
            seen.AddRange(await AggregateGroupAsync([.. day]));
        return rows.Count - await SettleAsync(seen);
    }

    private async Task DrainAsync(IReadOnlySet<int> buckets)
    {
        ExceptionDispatchInfo? failure = null;
        while (true)
        {
            var (due, isAll) = await ReadDueAsync(buckets);
            if (due.Count == 0 || await lease.TryTakeAsync(CancellationToken.None) is not { } held)
                break;
            var (settled, isComplete) = (0, false);
            var hasMore = false;
            try
            {
                (settled, isComplete, failure) = await WorkAsync(due);
            }
            finally
            {
                hasMore = await lease.ReleaseAsync(held, CancellationToken.None);
            }

            // What is left waits for its request, which rings when it is done, or for the timer.
            if (!hasMore && ((isAll && isComplete) || settled == 0))
                break;
            buckets = hasMore ? PendingDays.AllBuckets : buckets;
        }

        failure?.Throw();
    }

    /// <returns>What can be tried now, and whether that is all of it.</returns>
    private async Task<(List<PendingDay> Due, bool IsAll)> ReadDueAsync(IReadOnlySet<int> buckets)
    {
        var now = time.GetUtcNow();
        var found = await Task.WhenAll(buckets.Select(bucket => pending.ReadAsync(bucket, CancellationToken.None).ToListAsync().AsTask()));
        return ([.. found.SelectMany(days => days).Where(day => day.Reason is null || now - day.ChangedAt >= FailurePause)], found.All(days => days.Count < PendingDays.MaxRows));
    }

    /// <returns>How many rows were settled, whether every group had its turn, and what went wrong first.</returns>
    private async Task<(int Settled, bool IsComplete, ExceptionDispatchInfo? Failure)> WorkAsync(List<PendingDay> due)
    {
        var started = time.GetTimestamp();
        var isComplete = true;
        var seen = new ConcurrentBag<PendingDay>();
        ExceptionDispatchInfo? failure = null;

        // Types stand in nobody's way: they are aggregated side by side.
        var types = new ParallelOptions { MaxDegreeOfParallelism = pace.AtOnce };
        var groups = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(ParallelGroups, pace.AtOnce) };
        await Parallel.ForEachAsync(due.GroupBy(row => row.Type), types, async (type, _) => await Parallel.ForEachAsync(Groups(type), groups, async (rows, _) =>
        {
            if (time.GetElapsedTime(started) >= Turn)
            {
                isComplete = false;
                return;
            }

            try
            {
                foreach (var row in await AggregateGroupAsync(rows))
                    seen.Add(row);
            }
            catch (Exception exception)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }));
        return (await SettleAsync([.. seen]), isComplete, failure);
    }

    /// <summary>Readers are told first: until they are, the rows stay, and whoever finds those writes and tells again.</summary>
    /// <returns>How many rows are gone.</returns>
    private async Task<int> SettleAsync(IReadOnlyList<PendingDay> seen)
    {
        await Task.WhenAll(seen.Select(row => (row.Type, Month: Month.Of(row.Date))).Distinct().Select(changed => versions.ChangeAsync(changed.Type, changed.Month, CancellationToken.None)));
        return await pending.SettleAsync(seen, CancellationToken.None);
    }

    private static IEnumerable<IReadOnlyList<PendingDay>> Groups(IEnumerable<PendingDay> rows) =>
        from day in rows.GroupBy(row => row.Date)
        from clients in day.GroupBy(row => row.Client).Chunk(MaxClients)
        select clients.SelectMany(rows => rows).ToList();

    /// <param name="rows">Of one type and day.</param>
    /// <returns>Those that may be forgotten.</returns>
    private async Task<IReadOnlyList<PendingDay>> AggregateGroupAsync(IReadOnlyList<PendingDay> rows)
    {
        try
        {
            return await AggregateDayAsync(rows);
        }
        catch (Exception exception) when (exception is not StorageUnavailableException)
        {
            var clients = rows.GroupBy(row => row.Client).ToList();
            if (clients.Count == 1)
            {
                Log.Failed(logger, rows[0].Type, rows[0].Date, clients[0].Key, exception);
                await pending.FailAsync(rows, exception.Message, CancellationToken.None);
                return [];
            }

            // One of them spoils it for all: the others shall not fail with it.
            var seen = new List<PendingDay>();
            foreach (var client in clients)
                seen.AddRange(await AggregateGroupAsync([.. client]));
            return seen;
        }
    }

    private async Task<IReadOnlyList<PendingDay>> AggregateDayAsync(IReadOnlyList<PendingDay> rows)
    {
        var now = time.GetUtcNow();
        var clients = rows.ToLookup(row => row.Client);
        var seen = await days.AggregateAsync(
            rows[0].Type, rows[0].Date, [.. clients.Select(client => client.Key)], IsOneBatch, (client, sheets) => clients[client].Any(row => IsSettled(row, sheets)), CancellationToken.None);
        return [.. rows.Where(row => IsSettled(row, seen[row.Client]))];

        // A front office sends its day once: this batch is most likely the day's first. Of one client alone it saves too little.
        bool IsOneBatch(Guid client) => clients.Count > 1 && clients[client].Count() == 1 && clients[client].First().Stats is not null;

        bool IsSettled(PendingDay row, SheetTally sheets) =>
            row.IsDone || now - row.ChangedAt >= LongestChange || (row.Stats is { } stats && sheets.StatsByBatch.GetValueOrDefault(row.Change) >= stats);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The {Type} stats of {Date} of client {Client} can't be aggregated: the averages of that day lack what changed. The day stays pending and is tried again; no statistics are lost.")]
        public static partial void Failed(ILogger logger, StatType type, DateOnly date, Guid client, Exception exception);
    }
}
