using Microsoft.Extensions.Logging;
using StatsService.Clients;
using StatsService.Ingestion;
using StatsService.Stats;

namespace StatsService.Rollups;

/// <summary>Announces again what is still marked: the message was lost, or its work was interrupted.</summary>
public sealed partial class Sweeper(IClientStore clients, IStatStore stats, IAggregationQueue queue, TimeProvider time, ILogger<Sweeper> logger)
{
    private const int ParallelClients = 8;

    /// <summary>Younger marks have a message on its way.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(1);

    /// <returns>How many days were announced again.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - MinAge;
        var swept = 0;
        await Parallel.ForEachAsync(
            clients.ListAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken },
            async (client, token) =>
            {
                var marked = await stats.ReadMarksAsync(client.Uuid, token).Where(mark => mark.Since <= before).Select(mark => mark.Day).ToListAsync(token);
                await queue.SendAsync(marked, token);
                Interlocked.Add(ref swept, marked.Count);
            });
        if (swept > 0)
            LogSwept(logger, swept);
        return swept;
    }

    [LoggerMessage(LogLevel.Warning, "{Days} changed days waited for their aggregation for more than a minute and were announced again.")]
    private static partial void LogSwept(ILogger logger, int days);
}
