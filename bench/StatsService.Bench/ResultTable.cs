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
                $"| {taken.Name} | {taken.Cold.Milliseconds:F1} | {taken.WarmMilliseconds(0.5):F1} | {taken.WarmMilliseconds(0.95):F1} | " +
                $"{taken.PerSecond?.ToString("N0") ?? ""} | {Size(taken.Cold.Bytes)} | {Operations(taken.Cold)} | {Operations(taken.Warm[^1])} |");
    }

    public static string Size(long bytes) => bytes switch
    {
        < 10_000 => $"{bytes} B",
        < 10_000_000 => $"{bytes / 1e3:F0} KB",
        _ => $"{bytes / 1e6:F1} MB",
    };

    private static string Operations(Reply reply) => reply.StorageOperations?.ToString() ?? "-";
}
