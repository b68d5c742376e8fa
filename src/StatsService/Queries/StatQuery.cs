using StatsService.Stats;

namespace StatsService.Queries;

/// <summary>Which stats a caller asks for: those of a type between two days, inclusive, that fulfil what else is set.</summary>
public sealed record StatQuery(StatType Type, DateOnly From, DateOnly To)
{
    /// <summary>Empty: all.</summary>
    public IReadOnlySet<Guid> Anrs { get; init; } = new HashSet<Guid>();

    /// <summary>For each ANR its newest stat only; days, offset and limit don't count then.</summary>
    public bool GetLast { get; init; }

    public long Offset { get; init; }

    /// <summary>0 with an offset: nothing; 0 without: everything; null: no limit.</summary>
    public long? Limit { get; init; }

    /// <summary>How many stats, from the first in order, the answer can need of one client; null: no bound.</summary>
    public long? Needed => Limit switch
    {
        null => null,
        0 => Offset == 0 ? null : 0,
        { } limit => limit > long.MaxValue - Offset ? null : Offset + limit,
    };

    public bool Includes(Guid anr) => Anrs.Count == 0 || Anrs.Contains(anr);
}
