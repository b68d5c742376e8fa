using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Functions.Http.Public;

/// <summary>Whether the service can do its work: 200, or 503 where the storage does not answer. More than that is for administrators.</summary>
public sealed class GetHealth(AggregationStatus aggregation)
{
    [Function(nameof(GetHealth))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        try
        {
            return Answer(StatusCodes.Status200OK, "up", await aggregation.GetAsync(cancellationToken));
        }
        catch (StorageUnavailableException)
        {
            headers.RetryAfter = Problems.Seconds(StorageUnavailableException.RetryAfter);
            return Answer(StatusCodes.Status503ServiceUnavailable, "down", null);
        }
    }

    private static IResult Answer(int status, string word, AggregationState? aggregation) => JsonAnswer.Of(
        new HealthBody(word, ServiceVersion.Current, aggregation is null ? null : Math.Round(aggregation.OldestAge.TotalSeconds)), WireJson.Wire.HealthBody, status);
}
