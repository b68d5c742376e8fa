using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;
using StatsService.Storage;
using StatsService.Totals;

namespace StatsService.Functions.Http.Public;

/// <summary>Whether the service can do its work: 200, or 503 where the storage does not answer. More than that is for administrators.</summary>
public sealed class GetHealth(IAggregationStateStore states, TimeProvider time)
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
            return Answer(StatusCodes.Status200OK, "up", await states.ReadAsync(cancellationToken));
        }
        catch (StorageUnavailableException)
        {
            headers.RetryAfter = Problems.Seconds(StorageUnavailableException.RetryAfter);
            return Answer(StatusCodes.Status503ServiceUnavailable, "down", null);
        }
    }

    private IResult Answer(int status, string word, AggregationState? aggregation) => JsonAnswer.Of(
        new HealthBody(word, ServiceVersion.Current, aggregation is null ? null : aggregation.OldestMark is { } oldest ? Math.Round((time.GetUtcNow() - oldest).TotalSeconds) : 0),
        WireJson.Wire.HealthBody,
        status);
}

internal sealed record HealthBody(
    string Status, string Version, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? AggregationOldestMarkSeconds);
