using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Edge;
using StatsService.Ingestion;

namespace StatsService.Functions.Http.V1;

[Authorize, ChecksMonarcVersion]
public sealed class CreateStats(StatIngestion ingestion, IOptions<StatsServiceOptions> options)
{
    [Function(nameof(CreateStats))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/stats")] HttpRequest request, CancellationToken cancellationToken)
    {
        var mask = FieldsMask.Of(request);
        if (!request.HasJsonContentType())
            return Problems.NotJson;
        var stats = StatBatchReader.Read(await RequestBody.ReadAsync(request, options.Value.MaxRequestBytes, cancellationToken));
        var stored = await ingestion.AddAsync(Caller.Of(request).Client.Uuid, stats, cancellationToken);
        var status = stored.Count == stats.Count ? StatusCodes.Status201Created : StatusCodes.Status207MultiStatus;
        return new StatsAnswer(status, mask, new StatsMetadata(stored.Count), stored);
    }
}
