using StatsService.Clients;
using StatsService.Stats;

namespace StatsService.Totals;

/// <summary>
/// Leaves a client out of what all clients' stats are averaged to, and takes it in again. Its stats, its own reads, its key and
/// what it shares stay as they are.
/// </summary>
/// <remarks>
/// While a client is excluded its shares are empty, so that totals are sums of shares all the same. All of its days are announced before it
/// is marked: where this dies in between, they are aggregated as the client stands by then. Calling it again completes it.
/// </remarks>
public sealed class ClientExclusion(ClientStore clients, StatStore stats, PendingDays pending, AggregationBell bell, TimeProvider time)
{
    /// <returns>The client; null where there is none.</returns>
    public Task<Client?> ExcludeAsync(Guid client, CancellationToken cancellationToken) => SetAsync(client, true, cancellationToken);

    /// <inheritdoc cref="ExcludeAsync"/>
    public Task<Client?> IncludeAsync(Guid client, CancellationToken cancellationToken) => SetAsync(client, false, cancellationToken);

    private async Task<Client?> SetAsync(Guid uuid, bool isExcluded, CancellationToken cancellationToken)
    {
        if (await clients.FindByUuidAsync(uuid, cancellationToken) is null)
            return null;
        var change = Guid.CreateVersion7(time.GetUtcNow());
        var days = await FindDaysAsync(uuid, cancellationToken);
        await pending.AnnounceRemovalAsync(uuid, change, days, CancellationToken.None);
        var changed = await clients.UpdateAsync(uuid, client => client with { IsExcluded = isExcluded }, CancellationToken.None);

        // What was stored and aggregated since the days were listed was aggregated as the client stood before.
        days.UnionWith(await FindDaysAsync(uuid, CancellationToken.None));
        await pending.FinishAsync(uuid, change, days, CancellationToken.None);
        await bell.RingAsync(uuid, days.Select(day => day.Type), CancellationToken.None);
        return changed;
    }

    private async Task<HashSet<StatDay>> FindDaysAsync(Guid client, CancellationToken cancellationToken)
    {
        var days = new HashSet<StatDay>();
        foreach (var type in StatTypes.All)
        {
            await foreach (var date in stats.ReadDaysAsync(client, type, cancellationToken))
                days.Add(new StatDay(type, date));
        }

        return days;
    }
}
