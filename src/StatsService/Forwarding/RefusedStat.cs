using StatsService.Stats;

namespace StatsService.Forwarding;

/// <summary>A stat that the remote instance refuses for good; it stays among the client's stats here.</summary>
/// <param name="Reason">What was answered.</param>
public sealed record RefusedStat(Guid Uuid, StatType Type, DateOnly Date, Guid Anr, string Reason, DateTimeOffset RefusedAt);
