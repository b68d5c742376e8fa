using StatsService.Clients;
using StatsService.Ingestion;
using StatsService.Stats;
using StatsService.Totals;

namespace StatsService.Upkeep;

/// <summary>Removes a client with all its stats, from the totals too.</summary>
/// <remarks>
/// The client's own row goes last: as long as it is there, the same call completes what was interrupted. What is still pending
/// of the client by then is aggregated like everything that is pending.
/// </remarks>
public sealed class ClientRemoval(ClientRegistry registry, ClientStore clients, StatStore stats, StatIngestion ingestion, Aggregator aggregator, TimeProvider time)
{
    public async Task RemoveAsync(Guid uuid, CancellationToken cancellationToken)
    {
        await registry.DeactivateAsync(uuid, cancellationToken);
        await RemoveStatsAsync(uuid, cancellationToken);

        // Until then other instances may still know the client as active, and take in what it sends.
        await Task.Delay(ClientAuthenticator.Lifetime, time, cancellationToken);
        await RemoveStatsAsync(uuid, cancellationToken);
        await stats.ForgetAsync(uuid, cancellationToken);
        await clients.RemoveAsync(uuid, cancellationToken);
    }

    private async Task RemoveStatsAsync(Guid uuid, CancellationToken cancellationToken)
    {
        await ingestion.RemoveAsync(uuid, StatSelection.Everything, cancellationToken);
        await aggregator.AggregateAsync(uuid, cancellationToken);
    }
}
