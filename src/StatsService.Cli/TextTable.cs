namespace StatsService.Cli;

/// <summary>Lines with columns one below the other.</summary>
internal static class TextTable
{
    public static IEnumerable<string> Create(IReadOnlyList<string> head, params IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [head, .. rows.Select(row => (string[])[.. row.Select(PlainText.WithoutControls)])];
        int[] widths = [.. head.Select((_, column) => all.Max(row => row[column].Length))];
        return all.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
