namespace StatsService.Tallies;

/// <summary>How far organisations differ on a day.</summary>
/// <param name="Objects">Those that enough organisations report.</param>
public sealed record DaySpread(DateOnly Date, IReadOnlyDictionary<Guid, ObjectSpread> Objects);
