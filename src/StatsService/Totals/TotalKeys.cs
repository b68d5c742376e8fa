using System.Globalization;
using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>
/// The keys of the table <c>Totals</c>: a partition holds a month of a type, with its days' totals one after the
/// other, the clients' shares in them, how far organisations differ on each day, and what they report together on the newest.
/// </summary>
internal static class TotalKeys
{
    private const string TotalPrefix = "total_";
    private const string SpreadPrefix = "spread_";

    /// <summary>Among the spreads, so that whoever reads these has it too.</summary>
    public const string Companions = $"{SpreadPrefix}companions";

    private const int DayLength = 8;

    public static KeyRange Totals { get; } = KeyRange.StartingWith(TotalPrefix);

    public static KeyRange Spreads { get; } = KeyRange.StartingWith(SpreadPrefix);

    public static string Partition(StatType type, Month month) =>
        string.Create(CultureInfo.InvariantCulture, $"{type.Name()}_{month.Key}");

    /// <summary>One of the rows that together are a day's total.</summary>
    public static string Total(DateOnly date, int number) => string.Create(CultureInfo.InvariantCulture, $"{TotalPrefix}{date:yyyyMMdd}_{number:D2}");

    public static KeyRange TotalOf(DateOnly date) => KeyRange.StartingWith(string.Create(CultureInfo.InvariantCulture, $"{TotalPrefix}{date:yyyyMMdd}_"));

    public static (DateOnly Date, int Number) ParseTotal(string key) => (
        ParseDay(key.AsSpan(TotalPrefix.Length, DayLength)),
        int.Parse(key.AsSpan(TotalPrefix.Length + DayLength + 1), CultureInfo.InvariantCulture));

    public static string Share(DateOnly date, Guid client) => $"{SharesPrefix(date)}{client:D}";

    public static KeyRange Shares(DateOnly date) => KeyRange.StartingWith(SharesPrefix(date));

    /// <summary>Those of clients between two, inclusive, in the ordinal order of their UUIDs as text.</summary>
    public static KeyRange Shares(DateOnly date, Guid first, Guid last) => KeyRange.Between(Share(date, first), Share(date, last));

    public static Guid ParseShareClient(string key) => Guid.Parse(key[(key.LastIndexOf('_') + 1)..]);

    public static string Spread(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{SpreadPrefix}{date:yyyyMMdd}");

    public static DateOnly ParseSpread(string key) => ParseDay(key.AsSpan(SpreadPrefix.Length));

    private static DateOnly ParseDay(ReadOnlySpan<char> text) => DateOnly.ParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture);

    private static string SharesPrefix(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"share_{date:yyyyMMdd}_");
}
