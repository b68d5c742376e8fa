namespace StatsService.Stats;

/// <summary>Which of a client's stats are meant: those between two days, inclusive, that fulfil what else is set.</summary>
public sealed record StatSelection(DateOnly From, DateOnly To)
{
    /// <summary>Of all days.</summary>
    public static StatSelection Everything { get; } = new(DateOnly.MinValue, DateOnly.MaxValue);

    /// <summary>Null: of all types.</summary>
    public IReadOnlySet<StatType>? Types { get; init; }

    /// <summary>Null: of all ANRs.</summary>
    public IReadOnlySet<Guid>? Anrs { get; init; }

    /// <summary>Null: all.</summary>
    public IReadOnlySet<Guid>? Uuids { get; init; }

    public static StatSelection OfAnr(Guid anr) => Everything with { Anrs = new HashSet<Guid> { anr } };

    public bool Includes(StatType type) => Types?.Contains(type) != false;

    /// <summary>Whether a stat of a type that is meant and of a day in the range is meant.</summary>
    public bool Includes(SheetEntry stat) => Anrs?.Contains(stat.Anr) != false && Uuids?.Contains(stat.Uuid) != false;
}
