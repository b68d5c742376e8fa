using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Edge;
using StatsService.Queries;

namespace StatsService.Functions.Http.V1;

[Authorize]
public sealed class GetStatsOfAnr(StatQueries queries)
{
    public const string Route = "api/v1/stats/{anr:guid}";

    [Function(nameof(GetStatsOfAnr))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, Guid anr, CancellationToken cancellationToken)
    {
        var mask = FieldsMask.Of(request);
        var selected = await queries.ListOfAnrAsync(Caller.Of(request).Client, anr, cancellationToken);
        return new StatsAnswer(StatusCodes.Status200OK, mask, metadata: null, SheetTexts.Read(selected));
    }
}
