using System.Globalization;

namespace StatsService.Stats;

/// <summary>The keys of the table <c>Stats</c>. The partition is the client; a row's kind is the first word of its key.</summary>
internal static class StatKeys
{
    /// <summary>Sorts after every character that a key may hold.</summary>
    public const string End = "~";

    public const string Latest = "latest";
    public const string DirtyPrefix = "dirty_";
    public const string OutboxPrefix = "outbox_";
    public const string RefusedPrefix = "refused_";
    public const string Forwarding = "forwarding";
    private const string GuardPrefix = "uuid_";

    public static string Partition(Guid client) => client.ToString("D");

    public static string Guard(Guid uuid) => GuardPrefix + uuid.ToString("N");

    /// <summary>All guards after one; null: all.</summary>
    public static (string After, string End) Guards(Guid? after) => (after is { } guard ? Guard(guard) : GuardPrefix, GuardPrefix + End);

    public static Guid ParseGuard(string key) => Guid.ParseExact(key[GuardPrefix.Length..], "N");

    public static string Dirty(StatType type, DateOnly date) => DirtyPrefix + Day(type, date);

    /// <summary>Sheets sort by type, day and arrival: a batch is a UUID of version 7, whose first 48 bits are milliseconds.</summary>
    public static string Sheet(StatType type, DateOnly date, Guid batch, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Day(type, date)}_{batch:N}{number:D5}");

    public static string Outbox(Guid batch, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{OutboxPrefix}{batch:N}{number:D5}");

    public static string Refused(Guid uuid) => RefusedPrefix + uuid.ToString("N");

    /// <summary>When the batch of an outbox row arrived.</summary>
    public static DateTimeOffset ArrivalOf(string outboxKey) => DateTimeOffset.FromUnixTimeMilliseconds(
        long.Parse(outboxKey.AsSpan(OutboxPrefix.Length, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    public static bool IsOfBatch(string sheetKey, Guid batch) => sheetKey.Contains(batch.ToString("N"), StringComparison.Ordinal);

    /// <summary>From the first day to the end of the last.</summary>
    public static (string From, string To) Range(StatType type, DateOnly from, DateOnly to) => (Day(type, from), Day(type, to) + End);

    /// <summary>The type and day that a sheet's key, or the rest of a mark's, begins with.</summary>
    public static (StatType Type, DateOnly Date) Parse(string key)
    {
        var parts = key.Split('_');
        return StatTypes.TryParse(parts[0], out var type)
            ? (type, DateOnly.ParseExact(parts[1], "yyyyMMdd", CultureInfo.InvariantCulture))
            : throw new InvalidDataException($"'{key}' is no key of a sheet.");
    }

    private static string Day(StatType type, DateOnly date) =>
        string.Create(CultureInfo.InvariantCulture, $"{type.Name()}_{date:yyyyMMdd}");
}
