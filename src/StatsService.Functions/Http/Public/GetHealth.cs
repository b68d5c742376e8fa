using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Functions.Http.Public;

/// <summary>Whether the service can do its work: 200, or 503 where the storage does not answer. More than that is for administrators.</summary>
public sealed class GetHealth(ApiEndpoint api, AggregationStatus aggregationStatus)
{
    [Function(nameof(GetHealth))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request, CancellationToken cancellationToken) =>
        api.PublicAsync(request, async () =>
        {
            var headers = request.HttpContext.Response.Headers;
            headers.CacheControl = "no-store";
            try
            {
                return Answer(StatusCodes.Status200OK, "up", await aggregationStatus.GetAsync(cancellationToken));
            }
            catch (StorageUnavailableException)
            {
                headers.RetryAfter = Problems.Seconds(StorageUnavailableException.RetryAfter);
                return Answer(StatusCodes.Status503ServiceUnavailable, "down", null);
            }
        });

    private static JsonAnswer Answer(int status, string word, AggregationState? aggregation) => new(status, mask: null, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", word);
        writer.WriteString("version", ServiceVersion.Current);
        if (aggregation is not null)
            writer.WriteNumber("aggregation_oldest_pending_seconds", Math.Round(aggregation.OldestAge.TotalSeconds));
        writer.WriteEndObject();
    });
}
