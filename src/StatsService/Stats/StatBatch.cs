namespace StatsService.Stats;

/// <summary>The stats of one request.</summary>
/// <param name="Stats">In the order in which they were sent.</param>
/// <param name="Unnamed">The UUIDs that the service made for those that came without: see <see cref="DerivedUuid"/>.</param>
public sealed record StatBatch(IReadOnlyList<Stat> Stats, IReadOnlySet<Guid> Unnamed)
{
    /// <summary>Stats that all came with UUIDs.</summary>
    public static StatBatch OfNamed(IReadOnlyList<Stat> stats) => new(stats, new HashSet<Guid>());
}
