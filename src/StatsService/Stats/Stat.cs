namespace StatsService.Stats;

/// <summary>One statistic of a risk analysis on a day.</summary>
/// <param name="Data">The JSON object or array as it was sent, UTF-8; never parsed on its way to storage and back.</param>
public sealed record Stat(Guid Uuid, Guid Anr, StatType Type, DateOnly Date, ReadOnlyMemory<byte> Data);
