namespace StatsService.Tallies;

public sealed record DayTally(DateOnly Date, Tally Tally);
