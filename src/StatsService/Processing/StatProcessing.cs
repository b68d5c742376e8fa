using System.Collections.Concurrent;
using StatsService.Clients;
using StatsService.Stats;

namespace StatsService.Processing;

/// <summary>Tallies the stats of all clients by day.</summary>
public sealed class StatProcessing(IStatStore store, IClientStore clients)
{
    private const int ParallelClients = 8;

    /// <param name="anrs">Empty: all.</param>
    /// <returns>Only days with stats, in ascending order.</returns>
    public async Task<IReadOnlyList<DayTally>> TallyAsync(
        StatType type, IReadOnlySet<Guid> anrs, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var days = new ConcurrentDictionary<DateOnly, Tally>();
        await Parallel.ForEachAsync(
            await FindClientsAsync(anrs, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken },
            async (client, token) =>
            {
                await Parallel.ForEachAsync(
                    store.ReadAsync(client, type, from, to, token),
                    token,
                    (sheet, _) =>
                    {
                        Add(days, type, anrs, sheet);
                        return ValueTask.CompletedTask;
                    });
            });
        return [.. days.Where(day => day.Value.Stats > 0).OrderBy(day => day.Key).Select(day => new DayTally(day.Key, day.Value))];
    }

    private async Task<IReadOnlyCollection<Guid>> FindClientsAsync(IReadOnlySet<Guid> anrs, CancellationToken cancellationToken)
    {
        if (anrs.Count == 0)
            return await clients.ListAsync(cancellationToken).Select(client => client.Uuid).ToListAsync(cancellationToken);
        var found = await Task.WhenAll(anrs.Select(anr => store.FindClientsAsync(anr, cancellationToken)));
        return found.SelectMany(client => client).ToHashSet();
    }

    private static void Add(ConcurrentDictionary<DateOnly, Tally> days, StatType type, IReadOnlySet<Guid> anrs, Sheet sheet)
    {
        if (anrs.Count > 0 && !sheet.Entries.Any(entry => anrs.Contains(entry.Anr)))
            return;
        var text = sheet.Decompress();
        var day = days.GetOrAdd(sheet.Date, _ => new Tally());
        lock (day)
        {
            foreach (var entry in sheet.Entries)
            {
                if (anrs.Count == 0 || anrs.Contains(entry.Anr))
                    day.Add(type, text.AsSpan(entry.Offset, entry.Length));
            }
        }
    }
}
