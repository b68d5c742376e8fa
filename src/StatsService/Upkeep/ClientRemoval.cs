using StatsService.Clients;
using StatsService.Stats;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Upkeep;

/// <summary>Removes a client with all its stats, from the totals too.</summary>
/// <remarks>
/// The client's own rows go last: as long as they are there, its marks are swept, and the same call completes what was
/// interrupted.
/// </remarks>
public sealed class ClientRemoval(ClientRegistry registry, ClientStore clients, IStatStore stats, Aggregator aggregator, TimeProvider time)
{
    private const int MaxRounds = 20;

    public async Task RemoveAsync(Guid uuid, CancellationToken cancellationToken)
    {
        await registry.SetActiveAsync(uuid, isActive: false, cancellationToken);
        await RemoveStatsAsync(uuid, cancellationToken);

        // Instances may know the client as active for so long yet, and take in what it sends.
        await Task.Delay(ClientAuthenticator.Lifetime, time, cancellationToken);
        await RemoveStatsAsync(uuid, cancellationToken);
        await stats.ForgetAsync(uuid, cancellationToken);
        await clients.RemoveAsync(uuid, cancellationToken);
    }

    private async Task RemoveStatsAsync(Guid uuid, CancellationToken cancellationToken)
    {
        await stats.RemoveAsync(uuid, StatSelection.Everything, cancellationToken);
        for (var rounds = 0; ; rounds++)
        {
            // Those of earlier changes too, and of a removal that was interrupted.
            var marked = await stats.ReadMarksAsync(uuid, cancellationToken).Select(mark => mark.Day).ToListAsync(cancellationToken);
            if (marked.Count == 0)
                return;
            if (rounds == MaxRounds)
                throw new StorageUnavailableException("The client's days change all the time: its statistics are removed in part; the same call completes it.");
            await aggregator.AggregateAsync(marked, cancellationToken);
        }
    }
}
