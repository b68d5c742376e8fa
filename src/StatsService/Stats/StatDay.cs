namespace StatsService.Stats;

/// <summary>A day of one type of statistics.</summary>
public readonly record struct StatDay(StatType Type, DateOnly Date);
