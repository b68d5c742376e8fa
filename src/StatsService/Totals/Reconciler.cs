using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>Computes totals from scratch and repairs what differs: nothing should, so each difference is reported.</summary>
public sealed partial class Reconciler(
    StatStore stats, TotalStore totals, SpreadStore spreads, TotalVersions versions, DayAggregator aggregator, TotalDifferences differences, Meter meter, TimeProvider time, ILogger<Reconciler> logger)
{
    /// <summary>How many days are looked at each night, today included.</summary>
    public const int Days = 7;

    // Those are looked at whole; of the others one, so that each has its turn within some nights.
    private const int ChangingDays = 2;

    private const int MaxConflicts = 20;
    private readonly Counter<int> found = meter.CreateCounter<int>(
        "stats_total_differences", description: "Shares and totals that differed from a computation from scratch.");

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Looks at a client's shares of today and yesterday and of one of the days before: 20 operations for a client that sends nothing, at most 35 where nothing differs.</summary>
    /// <returns>How many shares differed.</returns>
    public async Task<int> ReconcileClientAsync(Guid client, CancellationToken cancellationToken)
    {
        var differing = 0;
        int[] ages = [.. Enumerable.Range(0, ChangingDays), Random.Shared.Next(ChangingDays, Days)];
        var days = await stats.FindDaysAsync(client, new StatSelection(Today.AddDays(1 - Days), Today), cancellationToken);
        foreach (var type in StatTypes.All)
        {
            foreach (var date in ages.Select(age => Today.AddDays(-age)))
            {
                // Without sheets there is nothing that an empty share could differ from.
                if (!days.Contains(new StatDay(type, date)) && (await totals.ReadShareAsync(type, date, client, cancellationToken)).Tally.IsEmpty)
                    continue;
                differing += await RepairSharesAsync(type, date, [client], cancellationToken);
            }
        }

        return differing;
    }

    /// <summary>Looks whether a day's total is the sum of its shares, and writes down how far the organisations differ whose shares these are; of the newest day that is over also what they report together.</summary>
    /// <returns>1 where the total differed.</returns>
    public async Task<int> ReconcileTotalAsync(StatType type, DateOnly date, CancellationToken cancellationToken)
    {
        var repaired = 0;
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            var (total, missing, gathered) = await differences.FindInTotalAsync(type, date, cancellationToken);
            if (missing.IsEmpty)
            {
                if (StatTypes.OfObjects.Contains(type) && total.Rows.Count > 0)
                {
                    await spreads.WriteAsync(type, date, gathered.Finish(), date == Today.AddDays(-1) ? gathered.FindCompanions(date) : null, cancellationToken);
                    await versions.ChangeAsync(type, Month.Of(date), cancellationToken);
                }

                return repaired;
            }

            var result = await totals.TryReplaceAsync(type, date, [], total, missing, cancellationToken);
            if (result.Outcome == ReplaceOutcome.Done)
            {
                await versions.ChangeAsync(type, Month.Of(date), cancellationToken);
                repaired = Report(type, date, 1);
            }
        }

        throw new StorageUnavailableException($"The {type.Name()} total of {date:O} changes all the time; it is reconciled the next time.");
    }

    /// <summary>Repairs a day of a type.</summary>
    /// <returns>What differed.</returns>
    public async Task<DayDifferences> ReconcileDayAsync(StatType type, DateOnly date, IReadOnlyCollection<Guid> clients, CancellationToken cancellationToken)
    {
        var found = await FindAsync(type, date, clients, cancellationToken);
        await RepairAsync(type, date, found.Shares, cancellationToken);
        await ReconcileTotalAsync(type, date, cancellationToken);
        return found;
    }

    /// <summary>Compares a day of a type with a computation from scratch, and changes nothing.</summary>
    /// <param name="clients">Those that may have stats of the day; those that have a share are looked at anyway.</param>
    public async Task<DayDifferences> FindAsync(StatType type, DateOnly date, IReadOnlyCollection<Guid> clients, CancellationToken cancellationToken)
    {
        var sharing = await totals.ReadSharesAsync(type, date, cancellationToken).Select(share => share.Client).ToListAsync(cancellationToken);
        var shares = await differences.FindInSharesAsync(type, date, clients.Union(sharing), cancellationToken);
        return new DayDifferences(type, date, shares, !(await differences.FindInTotalAsync(type, date, cancellationToken)).Missing.IsEmpty);
    }

    private async Task<int> RepairSharesAsync(StatType type, DateOnly date, IReadOnlyCollection<Guid> clients, CancellationToken cancellationToken)
    {
        var differing = await differences.FindInSharesAsync(type, date, clients, cancellationToken);
        await RepairAsync(type, date, differing, cancellationToken);
        return differing.Count;
    }

    private async Task RepairAsync(StatType type, DateOnly date, IReadOnlyList<Guid> clients, CancellationToken cancellationToken)
    {
        if (clients.Count == 0)
            return;
        await aggregator.AggregateAsync(type, date, clients, _ => false, (_, _) => true, cancellationToken);
        await versions.ChangeAsync(type, Month.Of(date), cancellationToken);
        Report(type, date, clients.Count);
    }

    private int Report(StatType type, DateOnly date, int count)
    {
        found.Add(count, new KeyValuePair<string, object?>("type", type.Name()));
        Log.Differences(logger, count, type, date);
        return count;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Count} tallies of the {Type} stats of {Date} differed from a computation from scratch and were repaired.")]
        public static partial void Differences(ILogger logger, int count, StatType type, DateOnly date);
    }
}
