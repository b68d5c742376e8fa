using StatsService.Stats;
using StatsService.Storage;
using StatsService.Wire;

namespace StatsService.Forwarding;

/// <summary>The state of forwarding and a stat set aside, as rows.</summary>
internal static class ForwardingRows
{
    private const string Type = "Type";
    private const string Date = "Date";

    public static Row FromState(ForwardingState state) => new(StatKeys.Forwarding)
    {
        [nameof(ForwardingState.LastSuccessAt)] = state.LastSuccessAt,
        [nameof(ForwardingState.Sent)] = state.Sent,
        [nameof(ForwardingState.StoppedReason)] = state.StoppedReason,
        [nameof(ForwardingState.StoppedUnder)] = state.StoppedUnder,
        [nameof(ForwardingState.LastError)] = state.LastError,
        [nameof(ForwardingState.NotBefore)] = state.NotBefore,
    };

    public static ForwardingState ToState(Row row) => new()
    {
        LastSuccessAt = row.GetDateTimeOffset(nameof(ForwardingState.LastSuccessAt)),
        Sent = row.GetInt64(nameof(ForwardingState.Sent))!.Value,
        StoppedReason = row.GetString(nameof(ForwardingState.StoppedReason)),
        StoppedUnder = row.GetString(nameof(ForwardingState.StoppedUnder)),
        LastError = row.GetString(nameof(ForwardingState.LastError)),
        NotBefore = row.GetDateTimeOffset(nameof(ForwardingState.NotBefore)),
        Revision = row.Revision,
    };

    public static Row FromRefused(RefusedStat stat) => new(StatKeys.Refused(stat.Uuid))
    {
        [nameof(RefusedStat.Uuid)] = stat.Uuid,
        [Type] = stat.Type.Name(),
        [Date] = stat.Date.ToWire(),
        [nameof(RefusedStat.Anr)] = stat.Anr,
        [nameof(RefusedStat.Reason)] = stat.Reason,
        [nameof(RefusedStat.RefusedAt)] = stat.RefusedAt,
    };

    /// <exception cref="InvalidDataException">The row is none that this service wrote.</exception>
    public static RefusedStat ToRefused(Row row) =>
        StatTypes.TryParse(row.GetString(Type), out var type) && WireText.TryParseDate(row.GetString(Date), out var date)
            ? new RefusedStat(
                row.GetGuid(nameof(RefusedStat.Uuid))!.Value,
                type,
                date,
                row.GetGuid(nameof(RefusedStat.Anr))!.Value,
                row.GetString(nameof(RefusedStat.Reason))!,
                row.GetDateTimeOffset(nameof(RefusedStat.RefusedAt))!.Value)
            : throw new InvalidDataException($"'{row.Key}' holds no refused stat.");
}
