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

    /// <summary>How long a request or a removal can last: what was announced before that long, and is not to be seen, died.</summary>
    private static readonly TimeSpan LongestChange = TimeSpan.FromMinutes(10);

    /// <summary>How long a day that could not be aggregated is left alone.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromMinutes(10);

    /// <summary>For how long an instance goes on before it lets go of the lease: well before the lease ends.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    private readonly PendingDays pending;
    private readonly TypeLeases leases;
    private readonly DayAggregator days;
    private readonly TimeProvider time;
    private readonly ILogger<Aggregator> logger;
    private readonly Dictionary<StatType, SharedPasses<int>> passes;

    public Aggregator(PendingDays pending, TypeLeases leases, DayAggregator days, TimeProvider time, ILogger<Aggregator> logger)
    {
        this.pending = pending;
        this.leases = leases;
        this.days = days;
        this.time = time;
        this.logger = logger;
        passes = StatTypes.All.ToDictionary(type => type, type => new SharedPasses<int>(buckets => DrainAsync(type, buckets)));
    }

    /// <summary>Aggregates what is pending, or leaves it to the instance that is at it already.</summary>
    /// <remarks>A day that fails keeps no other from being aggregated; it is thrown when all have had their turn.</remarks>
    public Task AggregateAsync(Bell bell, CancellationToken cancellationToken) =>
        Task.WhenAll(bell.ParseTypes().Select(type => passes[type].JoinAsync(bell.Bucket is { } bucket ? [bucket] : PendingDays.AllBuckets))).WaitAsync(cancellationToken);

    /// <summary>Aggregates what is pending of a client, whoever else is at it too.</summary>
    /// <returns>How many changes are still pending, because they are not there yet or can't be aggregated.</returns>
    public async Task<int> AggregateAsync(Guid client, CancellationToken cancellationToken)
    {
        var rows = await pending.ReadAsync(client, cancellationToken).ToListAsync(cancellationToken);
        var settled = 0;
        foreach (var day in rows.GroupBy(row => (row.Type, row.Date)))
            settled += await AggregateGroupAsync(day.Key.Type, day.Key.Date, [.. day]);
        return rows.Count - settled;
    }

    private async Task DrainAsync(StatType type, IReadOnlySet<int> buckets)
    {
        ExceptionDispatchInfo? failure = null;
        while (true)
        {
            var due = await ReadDueAsync(type, buckets);
            if (due.Count == 0 || await leases.TryTakeAsync(type, CancellationToken.None) is not { } lease)
                break;
            var (settled, isComplete) = (0, false);
            var hasMore = false;
            try
            {
                (settled, isComplete, failure) = await WorkAsync(type, due);
            }
            finally
            {
                hasMore = await leases.ReleaseAsync(lease, CancellationToken.None);
            }

            // What is left waits for its request, which rings when it is done, or for the timer.
            if (!hasMore && (isComplete || settled == 0))
                break;
            buckets = hasMore ? PendingDays.AllBuckets : buckets;
        }

        failure?.Throw();
    }

    private async Task<List<PendingDay>> ReadDueAsync(StatType type, IReadOnlySet<int> buckets)
    {
        var now = time.GetUtcNow();
        var found = await Task.WhenAll(buckets.Select(bucket => pending.ReadAsync(bucket, type, CancellationToken.None).ToListAsync().AsTask()));
        return [.. found.SelectMany(days => days).Where(day => day.Reason is null || now - day.ChangedAt >= FailurePause)];
    }

    /// <returns>How many rows were settled, whether every group had its turn, and what went wrong first.</returns>
    private async Task<(int Settled, bool IsComplete, ExceptionDispatchInfo? Failure)> WorkAsync(StatType type, List<PendingDay> due)
    {
        var started = time.GetTimestamp();
        var settled = 0;
        ExceptionDispatchInfo? failure = null;
        foreach (var day in due.GroupBy(row => row.Date))
        {
            foreach (var clients in day.GroupBy(row => row.Client).Chunk(MaxClients))
            {
                if (time.GetElapsedTime(started) >= Turn)
                    return (settled, false, failure);
                try
                {
                    settled += await AggregateGroupAsync(type, day.Key, [.. clients.SelectMany(rows => rows)]);
                }
                catch (Exception exception)
                {
                    failure ??= ExceptionDispatchInfo.Capture(exception);
                }
            }
        }

        return (settled, true, failure);
    }

    private async Task<int> AggregateGroupAsync(StatType type, DateOnly date, IReadOnlyList<PendingDay> rows)
    {
        try
        {
            return await AggregateDayAsync(type, date, rows);
        }
        catch (Exception exception) when (exception is not StorageUnavailableException)
        {
            var clients = rows.GroupBy(row => row.Client).ToList();
            if (clients.Count == 1)
            {
                Log.Failed(logger, type, date, clients[0].Key, exception);
                await pending.FailAsync(rows, exception.Message, CancellationToken.None);
                return 0;
            }

            // One of them spoils it for all: the others shall not fail with it.
            var settled = 0;
            foreach (var client in clients)
                settled += await AggregateGroupAsync(type, date, [.. client]);
            return settled;
        }
    }

    private async Task<int> AggregateDayAsync(StatType type, DateOnly date, IReadOnlyList<PendingDay> rows)
    {
        var now = time.GetUtcNow();
        var clients = rows.ToLookup(row => row.Client);
        var seen = await days.AggregateAsync(
            type, date, [.. clients.Select(client => client.Key)], (client, sheets) => clients[client].Any(row => IsSettled(row, sheets)), CancellationToken.None);
        return await pending.SettleAsync([.. rows.Where(row => IsSettled(row, seen[row.Client]))], CancellationToken.None);

        bool IsSettled(PendingDay row, SheetTally sheets) =>
            row.IsDone || now - row.ChangedAt >= LongestChange || (row.Stats is { } stats && sheets.StatsByBatch.GetValueOrDefault(row.Change) >= stats);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The {Type} stats of {Date} of client {Client} can't be aggregated: the averages of that day lack what changed. The day stays pending and is tried again; no statistics are lost.")]
        public static partial void Failed(ILogger logger, StatType type, DateOnly date, Guid client, Exception exception);
    }
}
