namespace StatsService.Processing;

public sealed record DayTally(DateOnly Date, Tally Tally);
