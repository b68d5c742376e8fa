using StatsService.Upkeep;

namespace StatsService.Functions.Http.Contract;

internal sealed record StatusBody(
    string Status, IReadOnlyList<string> Reasons, string Version, StorageBody Storage, AggregationBody Aggregation)
{
    public required IEnumerable<JobRun> Jobs { get; init; }

    public required IEnumerable<ForwardingBody> Forwarding { get; init; }

    public required IEnumerable<ImplausibleBody> Implausible { get; init; }

    public static StatusBody Of(StatusReport report)
    {
        List<string> reasons = [.. report.Reasons];
        return new StatusBody(
            reasons.Count == 0 ? "ok" : "degraded",
            reasons,
            ServiceVersion.Current,
            new StorageBody(report.HasTables, report.HasQueues),
            new AggregationBody(
                report.Aggregation?.ObservedAt,
                report.Aggregation is { } aggregation ? Math.Round(aggregation.OldestAge.TotalSeconds) : null,
                report.Aggregation?.Days,
                report.FailedJobParts))
        {
            Jobs = report.Jobs,
            Forwarding = report.Forwarding.Select(one => new ForwardingBody
            {
                Client = one.Client.Name,
                IsSharingEnabled = one.Client.IsSharingEnabled,
                LastSuccessAt = one.State.LastSuccessAt,
                Sent = one.State.Sent,
                WaitingSince = one.WaitingSince,
                Refused = one.Refused,
                LastError = one.State.LastError,
                IsStopped = one.State.StoppedReason is not null,
            }),
            Implausible = report.Implausible.Select(one => new ImplausibleBody(one.Client, one.Name, one.Elements, one.Newest)),
        };
    }
}

internal sealed record StorageBody(bool Tables, bool Queues);

internal sealed record AggregationBody(DateTimeOffset? ObservedAt, double? OldestPendingSeconds, int? Pending, int? FailedJobParts);

internal sealed record ImplausibleBody(Guid Uuid, string? Client, long Elements, DateOnly Newest);

internal sealed record ForwardingBody
{
    public required string Client { get; init; }

    public required bool IsSharingEnabled { get; init; }

    public required DateTimeOffset? LastSuccessAt { get; init; }

    public required long Sent { get; init; }

    public required DateTimeOffset? WaitingSince { get; init; }

    public required int Refused { get; init; }

    public required string? LastError { get; init; }

    public required bool IsStopped { get; init; }
}
