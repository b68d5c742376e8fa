using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;
using StatsService.Wire;

namespace StatsService.Totals;

/// <summary>What differs from a computation from scratch on a day.</summary>
/// <param name="Shares">The clients whose share differs.</param>
/// <param name="Total">Whether the total is not the sum of the shares.</param>
public sealed record RollupDifferences(StatType Type, DateOnly Date, IReadOnlyList<Guid> Shares, bool Total)
{
    public int Count => Shares.Count + (Total ? 1 : 0);
}

/// <summary>Computes the totals of the last days from scratch and repairs what differs: nothing should, so each difference is reported.</summary>
public sealed partial class Reconciler(
    ClientStore clients, IStatStore stats, IRollupStore rollups, Aggregator aggregator, Meter meter, TimeProvider time, ILogger<Reconciler> logger)
{
    private const int Days = 7;
    private const int ParallelClients = 8;
    private const int MaxConflicts = 20;
    private readonly Counter<int> differences = meter.CreateCounter<int>(
        "stats_rollup_differences", description: "Shares and totals that differed from a computation from scratch.");

    /// <returns>How many shares and totals differed.</returns>
    public async Task<int> ReconcileAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var all = await clients.ListAsync(cancellationToken).Select(client => client.Uuid).ToListAsync(cancellationToken);
        var marked = await MarkedAsync(all, cancellationToken);
        var found = 0;
        foreach (var type in StatTypes.All.Where(type => type.HasTallies()))
        {
            for (var date = today.AddDays(1 - Days); date <= today; date = date.AddDays(1))
            {
                if (!marked.Contains((type, date)))
                    found += await ReconcileDayAsync(type, date, all, cancellationToken);
            }
        }

        return found;
    }

    /// <summary>Repairs one day of a type.</summary>
    /// <returns>How many shares differed, and 1 more if the total did.</returns>
    public async Task<int> ReconcileDayAsync(StatType type, DateOnly date, IReadOnlyList<Guid> allClients, CancellationToken cancellationToken)
    {
        var differing = await FindDifferencesAsync(type, date, allClients, cancellationToken);
        await aggregator.AggregateAsync([.. differing.Shares.Select(client => new ChangedDay(client, type, date, Mark: ""))], cancellationToken);
        var found = differing.Shares.Count + (await RepairTotalAsync(type, date, cancellationToken) ? 1 : 0);
        if (found > 0)
        {
            differences.Add(found, new KeyValuePair<string, object?>("type", type.Name()));
            LogDifferences(logger, found, type, date);
        }

        return found;
    }

    /// <summary>Compares one day of a type with a computation from scratch, and changes nothing.</summary>
    /// <param name="allClients">Those that may have stats of the day; those that have a share are looked at anyway.</param>
    public async Task<RollupDifferences> FindDifferencesAsync(
        StatType type, DateOnly date, IReadOnlyList<Guid> allClients, CancellationToken cancellationToken)
    {
        var total = await rollups.ReadTotalAsync(type, date, cancellationToken);
        var shares = await rollups.ReadSharesAsync(type, date, cancellationToken).ToDictionaryAsync(share => share.Client, share => share.Tally, cancellationToken: cancellationToken);
        var differing = new ConcurrentBag<Guid>();
        await ForEachAsync(
            allClients.Union(shares.Keys),
            async (client, token) =>
            {
                var tally = await aggregator.TallySheetsAsync(client, type, date, token);
                if (!AreEqual(tally, shares.GetValueOrDefault(client) ?? new Tally()) && await DiffersAsync(type, date, client, token))
                    differing.Add(client);
            },
            cancellationToken);

        var sum = new Tally();
        foreach (var share in shares.Values)
            sum.Add(share);
        return new RollupDifferences(type, date, [.. differing.Order()], !AreEqual(total.Tally, sum));
    }

    // What arrives meanwhile is no difference: it leaves its mark, or has changed the share once the mark is gone.
    private async Task<bool> DiffersAsync(StatType type, DateOnly date, Guid client, CancellationToken cancellationToken)
    {
        var share = await rollups.ReadShareAsync(type, date, client, cancellationToken);
        if ((await MarkedAsync([client], cancellationToken)).Contains((type, date)))
            return false;
        var tally = await aggregator.TallySheetsAsync(client, type, date, cancellationToken);
        return !AreEqual(tally, share.Tally)
            && !(await MarkedAsync([client], cancellationToken)).Contains((type, date))
            && (await rollups.ReadShareAsync(type, date, client, cancellationToken)).Revision == share.Revision;
    }

    private static bool AreEqual(Tally left, Tally right) => TallyCodec.Encode(left).AsSpan().SequenceEqual(TallyCodec.Encode(right));

    // The total is read before the shares, so a share that changes in between makes the write fail.
    private async Task<bool> RepairTotalAsync(StatType type, DateOnly date, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            var total = await rollups.ReadTotalAsync(type, date, cancellationToken);
            var sum = new Tally();
            await foreach (var share in rollups.ReadSharesAsync(type, date, cancellationToken))
                sum.Add(share.Tally);
            if (AreEqual(total.Tally, sum))
                return false;
            if (await rollups.TryReplaceAsync(type, date, [], new TallyChange(total, sum), cancellationToken))
            {
                await rollups.ChangeVersionAsync(type, Month.Of(date), cancellationToken);
                return true;
            }
        }

        throw new StorageUnavailableException($"The {type.Name()} total of {date.ToWire()} changes all the time; it is reconciled the next time.");
    }

    // What is still on its way is no difference.
    private async Task<HashSet<(StatType, DateOnly)>> MarkedAsync(IEnumerable<Guid> all, CancellationToken cancellationToken)
    {
        var marked = new HashSet<(StatType, DateOnly)>();
        await ForEachAsync(
            all,
            async (client, token) =>
            {
                await foreach (var mark in stats.ReadMarksAsync(client, token))
                {
                    lock (marked)
                        marked.Add((mark.Day.Type, mark.Day.Date));
                }
            },
            cancellationToken);
        return marked;
    }

    private static Task ForEachAsync(IEnumerable<Guid> clients, Func<Guid, CancellationToken, ValueTask> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            clients, new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken }, work);

    [LoggerMessage(LogLevel.Error, "{Count} tallies of the {Type} stats of {Date} differed from a computation from scratch and were repaired.")]
    private static partial void LogDifferences(ILogger logger, int count, StatType type, DateOnly date);
}
