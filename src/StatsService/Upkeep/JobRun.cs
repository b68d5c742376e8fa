namespace StatsService.Upkeep;

/// <summary>How a job last went.</summary>
/// <param name="EndedAt">Null: it is running, or died in the middle.</param>
/// <param name="Outcome">A sentence for the administrator: what was done, or why it failed. No secrets.</param>
public sealed record JobRun(string Name, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, bool HasSucceeded, string Outcome);
