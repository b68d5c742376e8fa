using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>Brings the totals of changed days up to date.</summary>
/// <remarks>
/// The stored tallies are read before the sheets: whoever writes in between makes our write fail, so that an older
/// view of the sheets never overwrites a newer one. The mark goes last, and only if it is still the one that
/// announced this change: a crash anywhere leaves it, and repetition changes nothing.
/// </remarks>
public sealed partial class Aggregator
{
    private const int MaxConflicts = 20;
    private const int ParallelReads = 8;

    // A transaction holds the total and as many shares as its 100 entities, and mostly its 4 MiB, allow.
    private const int MaxClients = 20;

    private readonly IStatStore stats;
    private readonly IRollupStore rollups;
    private readonly ILogger<Aggregator> logger;
    private readonly Counter<long> malformedElements;
    private readonly Combiner<(StatType Type, DateOnly Date), ChangedDay> days;

    public Aggregator(IStatStore stats, IRollupStore rollups, Meter meter, ILogger<Aggregator> logger)
    {
        this.stats = stats;
        this.rollups = rollups;
        this.logger = logger;
        malformedElements = meter.CreateCounter<long>("stats_malformed_elements", description: "Elements of stats that are left out of the averages because they can't be read; each time that their day is aggregated.");
        days = new Combiner<(StatType, DateOnly), ChangedDay>(MaxClients, AggregateDayAsync);
    }

    /// <summary>Aggregates the days; those of other callers that are waiting for the same day are done together with them.</summary>
    /// <remarks>One that fails keeps no other from being aggregated; it is thrown when all have had their turn.</remarks>
    public async Task AggregateAsync(IReadOnlyList<ChangedDay> changed, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(
            changed.Where(day => day.Type.HasTallies()),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken },
            async (day, token) =>
            {
                try
                {
                    await days.AddAsync((day.Type, day.Date), day).WaitAsync(token);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    failures.Enqueue(failure);
                }
            });
        if (failures.TryPeek(out var first))
            ExceptionDispatchInfo.Throw(first);
    }

    /// <summary>What a client's sheets of a day add up to.</summary>
    public async Task<Tally> TallySheetsAsync(Guid client, StatType type, DateOnly date, CancellationToken cancellationToken)
    {
        var tally = new Tally();
        var malformed = 0;
        var isLimited = false;
        await foreach (var sheet in stats.ReadAsync(client, type, date, date, cancellationToken))
        {
            var text = sheet.Decompress();
            foreach (var entry in sheet.Entries)
            {
                malformed += tally.Add(type, text.AsSpan(entry.Offset, entry.Length));
                isLimited |= tally.LimitWhileAdding();
            }
        }

        if (malformed > 0)
        {
            malformedElements.Add(malformed, KeyValuePair.Create<string, object?>("type", type.Name()));
            LogMalformed(logger, malformed, type, date, client);
        }

        if (tally.Limit() || isLimited)
            LogLimited(logger, type, date, client);
        return tally;
    }

    private async Task AggregateDayAsync((StatType Type, DateOnly Date) day, IReadOnlyList<ChangedDay> changes)
    {
        Guid[] clients = [.. changes.Select(change => change.Client).Distinct()];
        try
        {
            await ReplaceAsync(day.Type, day.Date, clients, withObjects: true);
        }
        catch (FullTotalException) when (clients.Length == 1)
        {
            // Else this client's stats would keep everybody's from being added up from now on.
            LogFull(logger, day.Type, day.Date, clients[0]);
            await ReplaceAsync(day.Type, day.Date, clients, withObjects: false);
        }

        await rollups.ChangeVersionAsync(day.Type, Month.Of(day.Date), CancellationToken.None);
        await Task.WhenAll(changes.Select(change => stats.ClearMarkAsync(change, CancellationToken.None)));
    }

    private async Task ReplaceAsync(StatType type, DateOnly date, Guid[] clients, bool withObjects)
    {
        for (var conflicts = 0; !await TryReplaceAsync(type, date, clients, withObjects); conflicts++)
        {
            if (conflicts == MaxConflicts)
                throw new StorageUnavailableException("Others change the same day's total all the time; its aggregation is tried again later.");
        }
    }

    private async Task<bool> TryReplaceAsync(StatType type, DateOnly date, Guid[] clients, bool withObjects)
    {
        // Before the shares: where a client has none, neither before nor after, the total's ETag alone tells of one that came in between.
        var total = await rollups.ReadTotalAsync(type, date, CancellationToken.None);
        var readShares = await Task.WhenAll(clients.Select(client => rollups.ReadShareAsync(type, date, client, CancellationToken.None)));
        var tallies = await Task.WhenAll(clients.Select(client => TallySheetsAsync(client, type, date, CancellationToken.None)));

        var newTotal = new Tally();
        newTotal.Add(total.Tally);
        var shares = new List<ShareChange>();
        for (var i = 0; i < clients.Length; i++)
        {
            var share = withObjects ? tallies[i] : tallies[i].WithoutObjects();
            newTotal.Subtract(readShares[i].Tally);
            newTotal.Add(share);
            shares.Add(new ShareChange(clients[i], new TallyChange(readShares[i], share)));
        }

        return await rollups.TryReplaceAsync(type, date, shares, new TallyChange(total, newTotal), CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "{Count} malformed elements in the {Type} stats of {Date} of client {Client} are not in the averages; the stats are stored as they were sent.")]
    private static partial void LogMalformed(ILogger logger, int count, StatType type, DateOnly date, Guid client);

    [LoggerMessage(LogLevel.Warning, "The {Type} stats of {Date} of client {Client} report more than the 5,000 objects or 512 KiB of names that count for one client and day: those with the greatest UUIDs are not in the averages. The stats are stored as they were sent.")]
    private static partial void LogLimited(ILogger logger, StatType type, DateOnly date, Guid client);

    [LoggerMessage(LogLevel.Error, "The {Type} total of {Date} has no room for what client {Client} reported: it is not in the averages of that day. The stats are stored as they were sent; 'stats rollup rebuild' tries again.")]
    private static partial void LogFull(ILogger logger, StatType type, DateOnly date, Guid client);
}
