using Microsoft.Extensions.Logging;
using StatsService.Clients;

namespace StatsService.Upkeep;

/// <summary>Looks through a part of the rows beside the stats, so that all are looked at in the course of time, and removes those that nothing belongs to.</summary>
public sealed partial class OrphanRepair(IClientStore clients, IOrphanStore store, TimeProvider time, ILogger<OrphanRepair> logger)
{
    // What one run looks at, however much there is.
    private const int MaxClients = 4;
    private const int MaxGuards = 50_000;
    private const int MaxAnrs = 5000;

    /// <summary>An entry of the index is written a moment before the first stat of its ANR.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromDays(1);

    /// <returns>How many orphans were removed.</returns>
    public async Task<int> RepairAsync(CancellationToken cancellationToken)
    {
        var cursor = await store.ReadCursorAsync(cancellationToken);
        var all = await clients.ListAsync(cancellationToken).Select(client => client.Uuid).Order().ToListAsync(cancellationToken);
        (cursor, var guards) = await RepairGuardsAsync(cursor, all, cancellationToken);

        var anrs = await store.RemoveAnrsAsync(cursor.Anr, MaxAnrs, all.ToHashSet(), time.GetUtcNow() - MinAge, cancellationToken);
        await store.WriteCursorAsync(cursor with { Anr = anrs.Last }, cancellationToken);
        if (guards + anrs.Removed > 0)
            LogRemoved(logger, guards, anrs.Removed);
        return guards + anrs.Removed;
    }

    private async Task<(OrphanCursor Cursor, int Removed)> RepairGuardsAsync(OrphanCursor cursor, List<Guid> all, CancellationToken cancellationToken)
    {
        var (seen, removed) = (0, 0);
        for (var looked = 0; looked < Math.Min(MaxClients, all.Count) && seen < MaxGuards; looked++)
        {
            var client = cursor is { Client: { } begun, Guard: not null } && all.Contains(begun) ? begun : Following(cursor.Client, all);
            var search = await store.RemoveGuardsAsync(client, client == cursor.Client ? cursor.Guard : null, MaxGuards - seen, cancellationToken);
            seen += search.Seen;
            removed += search.Removed;
            cursor = cursor with { Client = client, Guard = search.Last };
        }

        return (cursor, removed);
    }

    private static Guid Following(Guid? client, List<Guid> all) =>
        all.FirstOrDefault(other => client is null || other.CompareTo(client.Value) > 0, all[0]);

    [LoggerMessage(LogLevel.Warning, "{Guards} guards and {Anrs} entries of the index by ANR belonged to no statistics and were removed. No statistics are lost; a UUID that was kept may be sent again.")]
    private static partial void LogRemoved(ILogger logger, int guards, int anrs);
}
