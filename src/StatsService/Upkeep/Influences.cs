using StatsService.Clients;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Upkeep;

/// <summary>Tells how far averages over all clients rest on each of them: from shares and totals, without a look at the stats.</summary>
/// <remarks>
/// In memory are the sums over all clients and those of 64 clients at a time. So each day's shares are read in as many parts: for a year of three
/// types about 1,100 operations for each 64 clients.
/// </remarks>
public sealed class Influences(ClientStore clients, TotalStore totals, TotalVersions versions)
{
    private const int ClientsAtOnce = 64;
    private const int ParallelDays = 8;

    // Those whose averages are of single objects and cells.
    private static readonly StatType[] Types = [StatType.Risk, StatType.Threat, StatType.Vulnerability];

    /// <summary>Of each client that counts in the days between two, inclusive, its greatest influence; the greatest of all first.</summary>
    /// <param name="progress">How many clients of a type are done.</param>
    public async Task<IReadOnlyList<Influence>> ComputeAsync(DateOnly from, DateOnly to, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        // In the order of the shares' keys.
        var all = (await clients.ListAsync(cancellationToken).ToListAsync(cancellationToken)).OrderBy(client => client.Uuid.ToString("D"), StringComparer.Ordinal).ToList();
        var found = new Dictionary<Guid, Influence>();
        var done = 0;
        foreach (var type in Types)
        {
            var (total, days) = await SumAsync(type, from, to, cancellationToken);
            foreach (var part in all.Chunk(ClientsAtOnce))
            {
                foreach (var (client, own) in await SumSharesAsync(type, days, part, cancellationToken))
                {
                    var influence = InfluenceOf.Compute(client, type, total, own);
                    var before = found.GetValueOrDefault(client.Uuid);
                    var greater = before is null || before.Moved is null || influence.Move > before.Move ? influence : before;
                    found[client.Uuid] = greater with { Alone = influence.Alone + (before?.Alone ?? 0) };
                }

                progress?.Report(done += part.Length);
            }
        }

        return [.. found.Values.OrderByDescending(influence => influence.Move).ThenByDescending(influence => influence.Alone).ThenBy(influence => influence.Client.Name, StringComparer.Ordinal)];
    }

    private async Task<(Tally Total, IReadOnlyList<DateOnly> Days)> SumAsync(StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var total = new Tally();
        var days = new List<DateOnly>();
        foreach (var month in (await versions.ReadAsync(type, cancellationToken)).Keys.Where(month => month.LastDay >= from && month.FirstDay <= to).Order())
        {
            foreach (var day in (await totals.ReadMonthAsync(type, month, cancellationToken)).Where(day => day.Date >= from && day.Date <= to))
            {
                total.Add(day.Tally);
                days.Add(day.Date);
            }
        }

        return (total, days);
    }

    /// <summary>The sums of those of the clients that have any.</summary>
    private async Task<IEnumerable<(Client Client, Tally Own)>> SumSharesAsync(StatType type, IReadOnlyList<DateOnly> days, Client[] part, CancellationToken cancellationToken)
    {
        var sums = part.ToDictionary(client => client.Uuid, client => (Client: client, Own: new Tally()));
        await Parallel.ForEachAsync(
            days,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelDays, CancellationToken = cancellationToken },
            async (day, token) =>
            {
                await foreach (var share in totals.ReadSharesAsync(type, day, part[0].Uuid, part[^1].Uuid, token))
                {
                    // A client that was made meanwhile is not among them.
                    if (!sums.TryGetValue(share.Client, out var sum))
                        continue;
                    lock (sum.Own)
                        sum.Own.Add(share.Tally);
                }
            });
        return sums.Values.Where(sum => sum.Own.Stats > 0);
    }
}
