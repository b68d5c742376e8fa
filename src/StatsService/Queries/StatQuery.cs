using StatsService.Stats;

namespace StatsService.Queries;

/// <summary>Which stats a caller asks for.</summary>
/// <param name="Anrs">Empty: all.</param>
/// <param name="From">Inclusive, as <paramref name="To"/>.</param>
/// <param name="GetLast">For each ANR its newest stat only; days, offset and limit don't count then.</param>
/// <param name="Limit">0 with an offset: nothing; 0 without: everything; null: no limit.</param>
public sealed record StatQuery(StatType Type, IReadOnlySet<Guid> Anrs, DateOnly From, DateOnly To, bool GetLast, long Offset, long? Limit)
{
    /// <summary>How many stats, from the first in order, the answer can need of one client; null: no bound.</summary>
    public long? Needed => Limit switch
    {
        null => null,
        0 => Offset == 0 ? null : 0,
        { } limit => limit > long.MaxValue - Offset ? null : Offset + limit,
    };
}
