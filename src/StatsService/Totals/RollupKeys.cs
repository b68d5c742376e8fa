using System.Globalization;
using StatsService.Stats;

namespace StatsService.Totals;

/// <summary>
/// The keys of the table <c>Rollups</c>: a partition holds a month of a type, with its days' totals one after the
/// other and, beside them, the clients' shares in them.
/// </summary>
internal static class RollupKeys
{
    private const string TotalPrefix = "total_";
    private const string End = "~";

    public static string Partition(StatType type, Month month) =>
        string.Create(CultureInfo.InvariantCulture, $"{type.Name()}_{month.Year:D4}{month.Number:D2}");

    public static string Total(DateOnly date) => TotalPrefix + Day(date);

    public static string Share(DateOnly date, Guid client) => $"share_{Day(date)}_{client:D}";

    public static (string From, string To) Totals => (TotalPrefix, TotalPrefix + End);

    public static (string From, string To) Shares(DateOnly date) => ($"share_{Day(date)}_", $"share_{Day(date)}_{End}");

    public static DateOnly ParseTotal(string key) => DateOnly.ParseExact(key[TotalPrefix.Length..], "yyyyMMdd", CultureInfo.InvariantCulture);

    public static Guid ParseShareClient(string key) => Guid.Parse(key[(key.LastIndexOf('_') + 1)..]);

    private static string Day(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
