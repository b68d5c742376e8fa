using System.Globalization;
using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>A type and day of a client whose statistics a batch or a removal changes, or which comes to count or no longer does, and which must be aggregated again.</summary>
/// <param name="Change">The batch, the removal or the exclusion.</param>
public sealed record PendingDay(Guid Client, StatType Type, DateOnly Date, Guid Change)
{
    private const string Done = "Done";

    /// <summary>How many stats the batch's sheets will hold; null where it is no batch.</summary>
    public int? Stats { get; init; }

    /// <summary>Whether the change is known to be over.</summary>
    public bool IsDone { get; init; }

    /// <summary>Why the day could not be aggregated when that was tried last; null where it was not tried, or will be right now.</summary>
    public string? Reason { get; init; }

    /// <summary>When the change was announced, by the storage's clock; the default value where the row was not read.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When the row was written last, by the storage's clock; the default value where the row was not read.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>That of the row that was read; empty where it was not.</summary>
    public string Revision { get; init; } = "";

    /// <summary>Sorts by type, day and client.</summary>
    public string Key => $"{KeyPrefix(Client, Type, Date)}{Change:N}";

    public static string KeyPrefix(Guid client, StatType type, DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{type.Name()}_{date:yyyyMMdd}_{client:D}_");

    public static PendingDay FromRow(Row row)
    {
        var parts = row.Key.Split('_');
        if (parts.Length != 4 || !StatTypes.TryParse(parts[0], out var type))
            throw new InvalidDataException($"'{row.Key}' is no key of a pending day.");
        return new PendingDay(
            Guid.ParseExact(parts[2], "D"), type, DateOnly.ParseExact(parts[1], "yyyyMMdd", CultureInfo.InvariantCulture), Guid.ParseExact(parts[3], "N"))
        {
            Stats = row.GetInt32(nameof(Stats)),
            IsDone = row.GetBoolean(Done) ?? false,
            Reason = row.GetString(nameof(Reason)),
            Since = row.GetDateTimeOffset(nameof(Since)) ?? row.ChangedAt,
            ChangedAt = row.ChangedAt,
            Revision = row.Revision ?? "",
        };
    }

    public Row ToRow() => new(Key)
    {
        [nameof(Stats)] = Stats,
        [Done] = IsDone ? true : null,
        [nameof(Reason)] = Reason,
        [nameof(Since)] = Since == default ? null : Since,
    };
}
