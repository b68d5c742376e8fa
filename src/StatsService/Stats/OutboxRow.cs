using StatsService.Storage;

namespace StatsService.Stats;

/// <summary>A row <c>outbox_…</c>: which sheets of a transaction await being forwarded.</summary>
internal static class OutboxRow
{
    private const string Sheets = "Sheets";
    private const char Separator = '\n';

    public static Row Create(string key, IEnumerable<string> sheets) => new(key) { [Sheets] = string.Join(Separator, sheets) };

    public static IReadOnlyList<string> ReadSheets(Row row) => row.GetString(Sheets)!.Split(Separator);
}
