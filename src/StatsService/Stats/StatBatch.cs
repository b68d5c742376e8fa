namespace StatsService.Stats;

/// <summary>The stats of one request.</summary>
/// <param name="Stats">In the order in which they were sent.</param>
/// <param name="Request">Identifies the client and what the request holds, byte for byte; null where every stat came with a UUID.</param>
/// <param name="Derived">The UUIDs that were derived from the request, because the stats came without.</param>
public sealed record StatBatch(IReadOnlyList<Stat> Stats, Guid? Request, IReadOnlySet<Guid> Derived)
{
    /// <summary>Stats that all came with UUIDs.</summary>
    public static StatBatch OfNamed(IReadOnlyList<Stat> stats) => new(stats, null, new HashSet<Guid>());
}
