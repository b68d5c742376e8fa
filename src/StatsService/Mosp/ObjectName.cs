namespace StatsService.Mosp;

/// <summary>What MOSP said of an object in a language.</summary>
/// <param name="Published">Null: MOSP does not publish it in this language.</param>
/// <param name="AskedAt">When MOSP was asked last, whether it answered or not.</param>
public sealed record ObjectName(Guid Uuid, MospName? Published, DateTimeOffset AskedAt);

/// <param name="Id">MOSP's own number of the object.</param>
public sealed record MospName(long Id, string Name);
