namespace StatsService.Bench;

/// <summary>Measurements as a Markdown table.</summary>
internal static class ResultTable
{
    public static void Write(TextWriter output, IEnumerable<Measurement> measurements)
    {
        output.WriteLine("| call | first ms | median ms | p95 ms | requests/s | answer | storage operations, first | warm |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var taken in measurements)
            output.WriteLine(
                $"| {taken.Name} | {taken.ColdMilliseconds:F1} | {taken.WarmMilliseconds(0.5):F1} | {taken.WarmMilliseconds(0.95):F1} | " +
                $"{taken.PerSecond?.ToString("N0") ?? ""} | {Size(taken.Cold[^1].Bytes)} | {Operations(taken.Cold[^1])} | {Operations(taken.Warm[^1])} |");
    }

    public static void WriteComparison(
        TextWriter output, string first, IReadOnlyList<Measurement> one, string second, IReadOnlyList<Measurement> other)
    {
        output.WriteLine($"| call | first ms, {first} | {second} | times | median ms, {first} | {second} | times | requests/s, {first} | {second} | answer, {first} | {second} |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (few, many) in one.Zip(other))
        {
            var (fewMedian, manyMedian) = (few.WarmMilliseconds(0.5), many.WarmMilliseconds(0.5));
            output.WriteLine(
                $"| {few.Name} | {few.ColdMilliseconds:F1} | {many.ColdMilliseconds:F1} | {many.ColdMilliseconds / few.ColdMilliseconds:F2} | " +
                $"{fewMedian:F2} | {manyMedian:F2} | {manyMedian / fewMedian:F2} | {few.PerSecond?.ToString("N0") ?? ""} | {many.PerSecond?.ToString("N0") ?? ""} | " +
                $"{Size(few.Cold[^1].Bytes)} | {Size(many.Cold[^1].Bytes)} |");
        }
    }

    public static string Size(long bytes) => bytes switch
    {
        < 10_000 => $"{bytes} B",
        < 10_000_000 => $"{bytes / 1e3:F0} KB",
        _ => $"{bytes / 1e6:F1} MB",
    };

    private static string Operations(Reply reply) => reply.StorageOperations?.ToString() ?? "-";
}
