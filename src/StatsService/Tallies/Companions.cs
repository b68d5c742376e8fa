namespace StatsService.Tallies;

/// <summary>Which objects the same organisations report on a day, more often than chance would have it.</summary>
/// <param name="Organisations">How many organisations were looked at.</param>
/// <param name="Objects">By object; those that too few report are not among them.</param>
public sealed record Companions(DateOnly Date, int Organisations, IReadOnlyDictionary<Guid, ObjectCompanions> Objects);

/// <param name="Organisations">How many of the organisations report the object.</param>
/// <param name="Most">At most five others; first the one that is reported with it most often above what chance would give.</param>
public sealed record ObjectCompanions(int Organisations, IReadOnlyList<Companion> Most);

/// <param name="Together">How many organisations report both.</param>
public readonly record struct Companion(Guid Uuid, int Together);
