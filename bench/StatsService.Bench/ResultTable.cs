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

    /// <summary>Services side by side.</summary>
    /// <param name="withRatios">Also what each takes, divided by what the first takes.</param>
    public static void WriteSideBySide(TextWriter output, IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<Measurement>> services, bool withRatios)
    {
        (string Name, Func<Measurement, double> Value, Func<double, string> Spell)[] columns =
        [
            ("fresh ms", taken => taken.ColdMilliseconds, Milliseconds),
            ("warm ms", taken => taken.WarmMilliseconds(0.5), Milliseconds),
            ("processor ms, fresh", taken => taken.ColdCost.ProcessorMilliseconds, Milliseconds),
            ("warm", taken => taken.WarmCost!.ProcessorMilliseconds, Milliseconds),
            ("allocated, fresh", taken => taken.ColdCost.Allocated, value => Size((long)value)),
            ("warm", taken => taken.WarmCost!.Allocated, value => Size((long)value)),
        ];
        var heads = columns.SelectMany(column => names.Select((name, i) => i == 0 ? $"{column.Name}, {name}" : name).Concat(withRatios ? ["times"] : []));
        output.WriteLine($"| call | {string.Join(" | ", heads)} | answer | storage operations, fresh | warm |");
        output.WriteLine($"| --- |{string.Concat(Enumerable.Repeat(" ---: |", (columns.Length * (names.Count + (withRatios ? 1 : 0))) + 3))}");
        for (var row = 0; row < services[0].Count; row++)
        {
            var taken = services.Select(service => service[row]).ToList();
            var cells = columns.SelectMany(column => taken.Select(one => column.Spell(column.Value(one)))
                .Concat(withRatios ? [$"{column.Value(taken[^1]) / column.Value(taken[0]):F2}"] : []));
            var last = taken[^1];
            output.WriteLine($"| {last.Name} | {string.Join(" | ", cells)} | {Size(last.Cold[^1].Bytes)} | {Operations(last.Cold[^1])} | {Operations(last.Warm[^1])} |");
        }
    }

    public static string Size(long bytes) => bytes switch
    {
        < 10_000 => $"{bytes} B",
        < 10_000_000 => $"{bytes / 1e3:F0} KB",
        _ => $"{bytes / 1e6:F1} MB",
    };

    private static string Milliseconds(double value) => value < 10 ? $"{value:F2}" : $"{value:F1}";

    private static string Operations(Reply reply) => reply.StorageOperations?.ToString() ?? "-";
}
