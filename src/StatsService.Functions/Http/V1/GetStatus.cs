using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;
using StatsService.Functions.Http.Edge;
using StatsService.Storage;
using StatsService.Upkeep;

namespace StatsService.Functions.Http.V1;

/// <summary>How the service does, for administrators and their monitoring: 503 where the storage does not answer, else 200.</summary>
[Authorize(Roles = KeyAuthentication.Administrator)]
public sealed class GetStatus(ServiceStatus status)
{
    [Function(nameof(GetStatus))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/admin/status")] HttpRequest request, CancellationToken cancellationToken)
    {
        var mask = FieldsMask.Of(request);
        var report = await status.GetAsync(cancellationToken);
        if (!report.HasTables)
            request.HttpContext.Response.Headers.RetryAfter = Problems.Seconds(StorageUnavailableException.RetryAfter);
        return JsonAnswer.Of(
            StatusBody.Of(report), WireJson.Wire.StatusBody, report.HasTables ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, mask);
    }
}
