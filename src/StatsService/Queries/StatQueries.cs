using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using StatsService.Answers;
using StatsService.Clients;
using StatsService.Stats;

namespace StatsService.Queries;

/// <summary>Finds stats for those who may see them: a user its own, an admin those of all clients.</summary>
public sealed class StatQueries(StatStore store, ClientStore clients, ComputationGate gate)
{
    private const int ParallelClients = 8;
    private const int ParallelSheets = 16;

    /// <summary>The stats in their order; their data stays compressed until it is written.</summary>
    /// <remarks>An admin's list goes through all clients, so it takes a turn among the computations; a user's is no larger than what that user sent.</remarks>
    /// <exception cref="OverloadedException">There was no turn in time.</exception>
    public Task<IReadOnlyList<SelectedStat>> ListAsync(Client caller, StatQuery query, CancellationToken cancellationToken) =>
        caller.Role == ClientRole.Admin
            ? gate.RunAsync(() => FindAsync(caller, query, cancellationToken), cancellationToken)
            : FindAsync(caller, query, cancellationToken);

    /// <summary>The ANR's stats of all types and days that the caller may see.</summary>
    public async Task<IReadOnlyList<SelectedStat>> ListOfAnrAsync(Client caller, Guid anr, CancellationToken cancellationToken)
    {
        var everything = StatTypes.All.Select(type => new StatQuery(type, DateOnly.MinValue, DateOnly.MaxValue) { Anrs = new HashSet<Guid> { anr } }).ToList();
        var found = await CollectAsync(
            (await ClientsWithAnrAsync(caller, anr, cancellationToken)).ToAsyncEnumerable(),
            (client, token) => everything.ToAsyncEnumerable().SelectMany(query => ReadAsync(client, query, token)),
            cancellationToken);
        found.Sort(SelectedStat.Order);
        return found;
    }

    /// <summary>A client's newest stats of a type up to a day. Where not all of the oldest day are wanted, those of the first ANRs are taken, in the order of arrival.</summary>
    /// <param name="count">How many stats.</param>
    public async Task<IReadOnlyList<SelectedStat>> ListNewestAsync(Guid client, StatType type, DateOnly to, int count, CancellationToken cancellationToken)
    {
        var dates = (await store.ReadLatestAsync(client, cancellationToken)).Where(stat => stat.Type == type).Select(stat => stat.Date).ToList();
        if (dates.Count == 0)
            return [];

        // A week mostly holds enough; else the look back widens until it does, or there is no more.
        var newest = dates.Max() < to ? dates.Max() : to;
        for (var days = 7; ; days *= 8)
        {
            var from = days < newest.DayNumber ? newest.AddDays(-days) : DateOnly.MinValue;
            var found = await ReadAsync(client, new StatQuery(type, from, newest), cancellationToken).ToListAsync(cancellationToken);
            if (found.Count >= count || from == DateOnly.MinValue)
                return [.. found.OrderByDescending(stat => stat.Sheet.Date).ThenBy(stat => stat, SelectedStat.Order).Take(count)];
        }
    }

    /// <summary>The clients whose stats of the ANR the caller may see and delete.</summary>
    public async Task<IReadOnlyCollection<Guid>> ClientsWithAnrAsync(Client caller, Guid anr, CancellationToken cancellationToken) =>
        caller.Role == ClientRole.Admin ? await FindClientsAsync(new HashSet<Guid> { anr }, cancellationToken) : [caller.Uuid];

    /// <summary>The clients that have stats of any of these ANRs: their lists of newest stats are read side by side, one operation each.</summary>
    public async Task<IReadOnlyCollection<Guid>> FindClientsAsync(IReadOnlySet<Guid> anrs, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<Guid>();
        await Parallel.ForEachAsync(
            clients.ListAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken },
            async (client, token) =>
            {
                if (await store.HasAnyAsync(client.Uuid, anrs, token))
                    found.Add(client.Uuid);
            });
        return found;
    }

    private async Task<IReadOnlyList<SelectedStat>> FindAsync(Client caller, StatQuery query, CancellationToken cancellationToken)
    {
        if (!query.GetLast && query.Needed == 0)
            return [];
        var found = await CollectAsync(
            VisibleClientsAsync(caller, cancellationToken),
            (client, token) => query.GetLast ? ReadLastAsync(client, query, token) : ReadAsync(client, query, token),
            cancellationToken);
        if (query.GetLast)
            return Newest(found);
        found.Sort(SelectedStat.Order);
        return query.Needed is null && query.Offset == 0
            ? found
            : [.. found.Skip((int)Math.Min(query.Offset, int.MaxValue)).Take((int)Math.Min(query.Limit ?? int.MaxValue, int.MaxValue))];
    }

    private IAsyncEnumerable<Guid> VisibleClientsAsync(Client caller, CancellationToken cancellationToken) =>
        caller.Role == ClientRole.Admin
            ? clients.ListAsync(cancellationToken).Select(client => client.Uuid)
            : new[] { caller.Uuid }.ToAsyncEnumerable();

    private static async Task<List<SelectedStat>> CollectAsync(
        IAsyncEnumerable<Guid> from, Func<Guid, CancellationToken, IAsyncEnumerable<SelectedStat>> read, CancellationToken cancellationToken)
    {
        var found = new List<SelectedStat>();
        await Parallel.ForEachAsync(
            from,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken },
            async (client, token) =>
            {
                var own = await read(client, token).ToListAsync(token);
                lock (found)
                    found.AddRange(own);
            });
        return found;
    }

    private async IAsyncEnumerable<SelectedStat> ReadAsync(Guid client, StatQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0L;
        DateOnly? lastDay = null;
        await foreach (var sheet in store.ReadAsync(client, query.Type, query.From, query.To, cancellationToken))
        {
            // Sheets come by day; within a day they are ordered later, so the day is read to its end.
            if (query.Needed is { } needed && count >= needed && sheet.Date != lastDay)
                yield break;
            lastDay = sheet.Date;
            foreach (var stat in SelectedStat.AllOf(sheet).Where(stat => query.Includes(stat.Entry.Anr)))
            {
                count++;
                yield return stat;
            }
        }
    }

    private async IAsyncEnumerable<SelectedStat> ReadLastAsync(Guid client, StatQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var latest = (await store.ReadLatestAsync(client, cancellationToken))
            .Where(stat => stat.Type == query.Type && query.Includes(stat.Anr))
            .GroupBy(stat => stat.SheetKey);
        foreach (var part in latest.Chunk(ParallelSheets))
        {
            var sheets = await Task.WhenAll(part.Select(group => store.FindSheetAsync(client, group.Key, cancellationToken)));
            foreach (var (group, sheet) in part.Zip(sheets))
            {
                foreach (var anr in group.Select(stat => stat.Anr))
                {
                    // Between the two reads the ANR may have been deleted.
                    if (sheet is not null && SelectedStat.AllOf(sheet).LastOrDefault(stat => stat.Entry.Anr == anr) is { } newest)
                        yield return newest;
                }
            }
        }
    }

    // Two clients may send the same ANR: for an admin, the newer counts; keys of one type sort by day and arrival.
    private static List<SelectedStat> Newest(List<SelectedStat> found)
    {
        List<SelectedStat> newest = [.. found.GroupBy(stat => stat.Entry.Anr).Select(group => group.MaxBy(stat => stat.Sheet.Key, StringComparer.Ordinal)!)];
        newest.Sort(SelectedStat.Order);
        return newest;
    }
}
