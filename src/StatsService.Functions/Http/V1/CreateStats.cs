using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;
using StatsService.Ingestion;

namespace StatsService.Functions.Http.V1;

public sealed class CreateStats(ApiEndpoint api, StatIngestion ingestion, IOptions<StatsServiceOptions> options)
{
    [Function(nameof(CreateStats))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/stats")] HttpRequest request, CancellationToken cancellationToken) =>
        api.ClientAsync(request, checkVersion: true, async call =>
        {
            if (!request.HasJsonContentType())
                return Problems.NotJson;
            var stats = StatBatchReader.Read(await RequestBody.ReadAsync(request, options.Value.MaxRequestBytes, cancellationToken));
            var stored = await ingestion.AddAsync(call.Client.Uuid, stats, cancellationToken);
            var status = stored.Count == stats.Count ? StatusCodes.Status201Created : StatusCodes.Status207MultiStatus;
            return new StatsAnswer(status, call.Mask, new StatsMetadata(stored.Count), stored);
        });
}
