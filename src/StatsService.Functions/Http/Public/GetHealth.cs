using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;
using StatsService.Rollups;

namespace StatsService.Functions.Http.Public;

/// <summary>Whether the service can do its work: 200, or 503 where the storage does not answer.</summary>
public sealed class GetHealth(ApiEndpoint api, IAggregationStateStore states, TimeProvider time)
{
    [Function(nameof(GetHealth))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken) =>
        api.PublicAsync(request, async () =>
        {
            var state = await states.ReadAsync(cancellationToken);
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return new JsonAnswer(StatusCodes.Status200OK, mask: null, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("status", "up");
                if (state is not null)
                {
                    writer.WriteString("aggregation_observed_at", state.ObservedAt);
                    writer.WriteNumber("aggregation_oldest_mark_seconds", state.OldestMark is { } oldest ? Math.Round((time.GetUtcNow() - oldest).TotalSeconds) : 0);
                    writer.WriteNumber("poison_messages", state.PoisonMessages);
                }

                writer.WriteEndObject();
            });
        });
}
