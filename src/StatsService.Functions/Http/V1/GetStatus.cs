using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using StatsService.Functions.Http.Contract;
using StatsService.Upkeep;

namespace StatsService.Functions.Http.V1;

/// <summary>How the service does, for administrators and their monitoring: 503 where the storage does not answer, else 200.</summary>
public sealed class GetStatus(ApiEndpoint api, ServiceStatus status)
{
    [Function(nameof(GetStatus))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/admin/status")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AdminAsync(request, checkVersion: false, async call =>
        {
            var report = await status.GetAsync(cancellationToken);
            return new JsonAnswer(
                report.HasStorage ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, call.Mask, writer => Write(writer, report));
        });

    private static void Write(Utf8JsonWriter writer, StatusReport report)
    {
        var reasons = report.Reasons.ToList();
        writer.WriteStartObject();
        writer.WriteString("status", reasons.Count == 0 ? "ok" : "degraded");
        writer.WritePropertyName("reasons");
        JsonSerializer.Serialize(writer, reasons);
        writer.WriteString("version", ServiceVersion.Current);
        writer.WriteStartObject("storage");
        writer.WriteBoolean("tables", report.HasTables);
        writer.WriteBoolean("queues", report.HasQueues);
        writer.WriteEndObject();
        writer.WriteStartObject("aggregation");
        Write(writer, "observed_at", report.Aggregation?.ObservedAt);
        Write(writer, "oldest_pending_seconds", report.Aggregation is { } aggregation ? Math.Round(aggregation.OldestAge.TotalSeconds) : (double?)null);
        Write(writer, "pending", report.Aggregation?.Days);
        Write(writer, "failed_job_parts", report.FailedJobParts);
        writer.WriteEndObject();
        writer.WriteStartArray("jobs");
        foreach (var job in report.Jobs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", job.Name);
            writer.WriteString("started_at", job.StartedAt);
            Write(writer, "ended_at", job.EndedAt);
            writer.WriteBoolean("has_succeeded", job.HasSucceeded);
            writer.WriteString("outcome", job.Outcome);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("forwarding");
        foreach (var (client, state, waitingSince, refused) in report.Forwarding)
        {
            writer.WriteStartObject();
            writer.WriteString("client", client.Name);
            writer.WriteBoolean("is_sharing_enabled", client.IsSharingEnabled);
            Write(writer, "last_success_at", state.LastSuccessAt);
            writer.WriteNumber("sent", state.Sent);
            Write(writer, "waiting_since", waitingSince);
            writer.WriteNumber("refused", refused);
            writer.WriteString("last_error", state.LastError);
            writer.WriteBoolean("is_stopped", state.StoppedReason is not null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write<T>(Utf8JsonWriter writer, string name, T? value)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value);
    }
}
