using System.Globalization;
using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>The keys of the table <c>Stats</c>. The partition is the client; a row's kind is the first word of its key.</summary>
internal static class StatKeys
{
    public const string Latest = "latest";
    public const string BatchPrefix = "batch_";
    public const string OutboxPrefix = "outbox_";
    public const string RefusedPrefix = "refused_";
    public const string Forwarding = "forwarding";

    // A UUID without dashes.
    private const int UuidLength = 32;

    public static string Partition(Guid client) => client.ToString("D");

    public static string Guard(Guid uuid) => $"uuid_{uuid:N}";

    /// <summary>Of the row that guards the stats of a request that came without UUIDs.</summary>
    public static string Batch(Guid request) => $"{BatchPrefix}{request:N}";

    public static Guid ParseBatch(string key) => Guid.ParseExact(key.AsSpan(BatchPrefix.Length), "N");

    /// <summary>Sheets sort by type, day and arrival: a batch is a UUID of version 7, whose first 48 bits are milliseconds.</summary>
    public static string Sheet(StatDay day, Guid batch, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Day(day.Type, day.Date)}_{batch:N}{number:D5}");

    public static string Outbox(Guid batch, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{OutboxPrefix}{batch:N}{number:D5}");

    public static string Refused(Guid uuid) => $"{RefusedPrefix}{uuid:N}";

    /// <summary>When the batch of an outbox row arrived.</summary>
    public static DateTimeOffset ArrivalOf(string outboxKey) => DateTimeOffset.FromUnixTimeMilliseconds(
        long.Parse(outboxKey.AsSpan(OutboxPrefix.Length, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    /// <summary>From the first day to the end of the last.</summary>
    public static KeyRange Range(StatType type, DateOnly from, DateOnly to) => KeyRange.Between(Day(type, from), Day(type, to));

    /// <summary>The type and day of a sheet.</summary>
    public static StatDay Parse(string sheetKey)
    {
        var parts = sheetKey.Split('_');
        return StatTypes.TryParse(parts[0], out var type)
            ? new StatDay(type, DateOnly.ParseExact(parts[1], "yyyyMMdd", CultureInfo.InvariantCulture))
            : throw new InvalidDataException($"'{sheetKey}' is no key of a sheet.");
    }

    /// <summary>The batch in which a sheet's stats arrived.</summary>
    public static Guid BatchOf(string sheetKey) => Guid.ParseExact(sheetKey.AsSpan(sheetKey.LastIndexOf('_') + 1, UuidLength), "N");

    private static string Day(StatType type, DateOnly date) =>
        string.Create(CultureInfo.InvariantCulture, $"{type.Name()}_{date:yyyyMMdd}");
}
