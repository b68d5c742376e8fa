using System.Collections.Concurrent;
using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>What differs from a computation from scratch on a day.</summary>
/// <param name="Shares">The clients whose share differs.</param>
/// <param name="Total">Whether the total is not the sum of the shares.</param>
public sealed record DayDifferences(StatType Type, DateOnly Date, IReadOnlyList<Guid> Shares, bool Total)
{
    public int Count => Shares.Count + (Total ? 1 : 0);
}

/// <param name="Total">As it was read.</param>
/// <param name="Missing">What has to be added to it to make it the sum of the day's shares.</param>
/// <param name="Gathered">How far those differ who have shares, and what they report together; complete where nothing is missing.</param>
public sealed record TotalFindings(DayTotal Total, Tally Missing, SpreadGathering Gathered);

/// <summary>Compares shares with their sheets, and totals with their shares, while both may change.</summary>
public sealed class TotalDifferences(TotalStore totals, PendingDays pending, SheetTallies sheets, ClientStore clients, TimeProvider time)
{
    private const int ParallelClients = 8;
    private const int MaxConflicts = 20;

    /// <summary>For how long it is not asked again who is excluded; what seems to differ is looked at anew.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly Remembered<IReadOnlySet<Guid>> excludedLately = new(Lifetime, time, () => clients.ReadExcludedAsync(CancellationToken.None));

    /// <summary>The clients whose share in a day is not what their sheets add up to, or not empty though they are excluded. What is pending is no difference.</summary>
    public async Task<IReadOnlyList<Guid>> FindInSharesAsync(StatType type, DateOnly date, IEnumerable<Guid> clients, CancellationToken cancellationToken)
    {
        var differing = new ConcurrentBag<Guid>();
        await Parallel.ForEachAsync(
            clients,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken },
            async (client, token) =>
            {
                if (await DiffersAsync(type, date, client, token))
                    differing.Add(client);
            });
        return [.. differing.Order()];
    }

    /// <summary>Compares a day's total with the sum of the day's shares.</summary>
    /// <remarks>One share at a time is in memory, beside their sum and what <see cref="SpreadGathering"/> takes of them.</remarks>
    public async Task<TotalFindings> FindInTotalAsync(StatType type, DateOnly date, CancellationToken cancellationToken)
    {
        var before = await totals.ReadTotalAsync(type, date, cancellationToken);
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            var total = before.Sum();
            var (missing, gathered) = (new Tally(), new SpreadGathering(total));
            missing.Subtract(total);
            await foreach (var share in totals.ReadSharesAsync(type, date, cancellationToken))
            {
                missing.Add(share.Tally);
                gathered.Add(share.Tally);
            }

            if (missing.IsEmpty)
                return new TotalFindings(before, missing, gathered);

            // A share never changes without the total, so that a total that did not change tells that no share did.
            var after = await totals.ReadTotalAsync(type, date, cancellationToken);
            if (after.Rows.Select(row => row.Revision).SequenceEqual(before.Rows.Select(row => row.Revision)))
                return new TotalFindings(after, missing, gathered);
            before = after;
        }

        throw new StorageUnavailableException($"The {type.Name()} total of {date:O} changes all the time; it is compared the next time.");
    }

    // What changes meanwhile is no difference: it is pending, or has changed the share once it no longer is.
    private async Task<bool> DiffersAsync(StatType type, DateOnly date, Guid client, CancellationToken cancellationToken)
    {
        var share = await totals.ReadShareAsync(type, date, client, cancellationToken);
        var tally = (await sheets.ReadAsync(client, type, date, cancellationToken)).Tally;
        return (!tally.IsEmpty || !share.Tally.IsEmpty)
            && Differs(await excludedLately.GetAsync(cancellationToken))
            && Differs(await clients.ReadExcludedAsync(cancellationToken))
            && !await pending.AnyAsync(client, type, date, cancellationToken)
            && (await totals.ReadShareAsync(type, date, client, cancellationToken)).Revision == share.Revision;

        bool Differs(IReadOnlySet<Guid> excluded) => !TallyCodec.AreEqual(excluded.Contains(client) ? new Tally() : tally, share.Tally);
    }
}
