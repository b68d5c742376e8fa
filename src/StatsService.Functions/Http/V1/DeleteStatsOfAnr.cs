using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Edge;
using StatsService.Ingestion;
using StatsService.Queries;
using StatsService.Stats;

namespace StatsService.Functions.Http.V1;

[Authorize]
public sealed class DeleteStatsOfAnr(StatQueries queries, StatIngestion ingestion)
{
    [Function(nameof(DeleteStatsOfAnr))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = GetStatsOfAnr.Route)] HttpRequest request, Guid anr, CancellationToken cancellationToken)
    {
        await foreach (var client in queries.ClientsWithAnrAsync(Caller.Of(request).Client, anr, cancellationToken))
            await ingestion.RemoveAsync(client, StatSelection.OfAnr(anr), cancellationToken);
        return Results.NoContent();
    }
}
