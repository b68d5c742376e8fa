using System.Collections.Concurrent;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Queries;

/// <summary>Tallies stats as they are asked for, where no total can answer.</summary>
public sealed class StatTallies(StatStore store, StatQueries queries, LabelCache labels)
{
    private const int ParallelClients = 8;

    /// <summary>The selected stats of a type by day.</summary>
    /// <param name="selection">It names ANRs.</param>
    /// <param name="client">Whose stats count; null: everybody's.</param>
    /// <returns>Only days with stats, in ascending order.</returns>
    public async Task<IReadOnlyList<DayTally>> ReadAsync(StatType type, StatSelection selection, Guid? client, CancellationToken cancellationToken)
    {
        // The list may name thousands of ANRs that other clients have, or nobody: where none is there, no sheet is read.
        IReadOnlyCollection<Guid> owners = client is not { } only ? await queries.FindClientsAsync(selection.Anrs!, cancellationToken)
            : await store.HasAnyAsync(only, selection.Anrs!, cancellationToken) ? [only]
            : [];
        var days = new ConcurrentDictionary<DateOnly, Tally>();
        await Parallel.ForEachAsync(
            owners,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken },
            async (owner, token) => await Parallel.ForEachAsync(
                store.ReadAsync(owner, type, selection.From, selection.To, token),
                token,
                (sheet, _) =>
                {
                    Add(days, selection, sheet, labels);
                    return ValueTask.CompletedTask;
                }));
        return [.. days.OrderBy(day => day.Key).Select(day => new DayTally(day.Key, day.Value))];
    }

    /// <summary>Some of a client's stats of a day: the first in the order of ANR and arrival.</summary>
    public async Task<Tally> ReadFirstAsync(Guid client, StatType type, DateOnly date, int count, CancellationToken cancellationToken)
    {
        var selected = await store.ReadAsync(client, type, date, date, cancellationToken)
            .SelectMany(sheet => SelectedStat.AllOf(sheet).ToAsyncEnumerable())
            .ToListAsync(cancellationToken);
        selected.Sort(SelectedStat.Order);
        return TallyOf([.. selected.Take(count)]);
    }

    public static Tally TallyOf(IReadOnlyCollection<SelectedStat> stats)
    {
        var tally = new Tally();
        foreach (var stat in SheetTexts.Read(stats))
            tally.Add(stat.Type, stat.Data.Span);
        return tally;
    }

    private static void Add(ConcurrentDictionary<DateOnly, Tally> days, StatSelection selection, Sheet sheet, LabelCache labels)
    {
        if (!sheet.Entries.Any(selection.Includes))
            return;
        var day = days.GetOrAdd(sheet.Date, _ => new Tally());
        lock (day)
        {
            foreach (var stat in sheet.ScanStats(selection.Includes))
                day.Add(stat.Type, stat.Data.Span, labels);
        }
    }
}
