using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;
using StatsService.Ingestion;
using StatsService.Queries;
using StatsService.Stats;

namespace StatsService.Functions.Http.V1;

public sealed class DeleteStatsOfAnr(ApiEndpoint api, StatQueries queries, StatIngestion ingestion)
{
    [Function(nameof(DeleteStatsOfAnr))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = GetStatsOfAnr.Route)] HttpRequest request, Guid anr, CancellationToken cancellationToken) =>
        api.ClientAsync(request, checkVersion: false, async call =>
        {
            await foreach (var client in queries.ClientsWithAnrAsync(call.Client, anr, cancellationToken))
                await ingestion.RemoveAsync(client, StatSelection.OfAnr(anr), cancellationToken);
            return Results.NoContent();
        });
}
