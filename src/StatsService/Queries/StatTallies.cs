using System.Collections.Concurrent;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Queries;

/// <summary>Tallies stats as they are asked for, where no total can answer.</summary>
public sealed class StatTallies(IStatStore store)
{
    private const int ParallelAnrs = 16;
    private const int ParallelClients = 8;

    /// <summary>The stats of these ANRs by day.</summary>
    /// <param name="client">Whose stats count; null: everybody's.</param>
    /// <returns>Only days with stats, in ascending order.</returns>
    public async Task<IReadOnlyList<DayTally>> ReadAsync(
        StatType type, IReadOnlySet<Guid> anrs, DateOnly from, DateOnly to, Guid? client, CancellationToken cancellationToken)
    {
        var clients = new ConcurrentDictionary<Guid, byte>();
        if (client is { } only)
            clients[only] = 0;
        await Parallel.ForEachAsync(
            anrs.Where(_ => client is null),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelAnrs, CancellationToken = cancellationToken },
            async (anr, token) =>
            {
                foreach (var owner in await store.FindClientsAsync(anr, token))
                    clients[owner] = 0;
            });
        var days = new ConcurrentDictionary<DateOnly, Tally>();
        await Parallel.ForEachAsync(
            clients.Keys,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken },
            async (owner, token) => await Parallel.ForEachAsync(
                store.ReadAsync(owner, type, from, to, token),
                token,
                (sheet, _) =>
                {
                    Add(days, type, anrs, sheet);
                    return ValueTask.CompletedTask;
                }));
        return [.. days.OrderBy(day => day.Key).Select(day => new DayTally(day.Key, day.Value))];
    }

    /// <summary>So many of a client's stats of a day, the first by ANR and arrival.</summary>
    public async Task<Tally> ReadFirstAsync(Guid client, StatType type, DateOnly date, int count, CancellationToken cancellationToken)
    {
        var selected = await store.ReadAsync(client, type, date, date, cancellationToken)
            .SelectMany(sheet => sheet.Entries.Select((_, index) => new SelectedStat(sheet, index)).ToAsyncEnumerable())
            .ToListAsync(cancellationToken);
        selected.Sort(SelectedStat.Order);
        return TallyOf(selected.Take(count));
    }

    public static Tally TallyOf(IEnumerable<SelectedStat> stats)
    {
        var tally = new Tally();
        foreach (var stat in SheetTexts.Read(stats))
            tally.Add(stat.Type, stat.Data.Span);
        return tally;
    }

    private static void Add(ConcurrentDictionary<DateOnly, Tally> days, StatType type, IReadOnlySet<Guid> anrs, Sheet sheet)
    {
        if (!sheet.Entries.Any(entry => anrs.Contains(entry.Anr)))
            return;
        var text = sheet.Decompress();
        var day = days.GetOrAdd(sheet.Date, _ => new Tally());
        lock (day)
        {
            foreach (var entry in sheet.Entries)
            {
                if (anrs.Contains(entry.Anr))
                    day.Add(type, text.AsSpan(entry.Offset, entry.Length));
            }
        }
    }
}
