using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Clients;
using StatsService.Functions.Http.Contract;
using StatsService.Queries;

namespace StatsService.Functions.Http.V1;

public sealed class GetStatsOfAnr(ApiEndpoint api, StatQueries queries)
{
    public const string Route = "api/v1/stats/{anr:guid}";

    [Function(nameof(GetStatsOfAnr))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, Guid anr, CancellationToken cancellationToken) =>
        api.ClientAsync(request, checkVersion: false, async call =>
        {
            var selected = await queries.ListOfAnrAsync(call.Client, anr, cancellationToken);
            return api.Compressed(new StatsAnswer(StatusCodes.Status200OK, call.Mask, metadata: null, SheetTexts.Read(selected)));
        });
}
