namespace StatsService.Tallies;

/// <summary>How far organisations differ on a day.</summary>
/// <param name="Objects">Those that enough organisations report.</param>
public sealed record DaySpread(DateOnly Date, IReadOnlyDictionary<Guid, ObjectSpread> Objects);

/// <summary>How far organisations differ on some days, and what they report together.</summary>
/// <param name="Days">Those that have a spread, in ascending order.</param>
/// <param name="Companions">Of the newest day for which that was made; null where it was for none.</param>
public sealed record Spreads(IReadOnlyList<DaySpread> Days, Companions? Companions);
