namespace StatsService.Bench;

/// <summary>How long a start takes, from the start of the process to the answer of <c>/health</c>, and how much of the processor.</summary>
internal static class StartTimes
{
    public static async Task WriteAsync(TextWriter output, IReadOnlyList<(string Name, ServiceUnderTest Service)> services, int rounds, CancellationToken cancellation)
    {
        var taken = services.Select(_ => new List<(double Time, double Processor)>()).ToList();
        for (var round = 0; round < rounds; round++)
            foreach (var (service, own) in services.Zip(taken))
            {
                await service.Service.StartAfreshAsync(cancellation);
                own.Add((service.Service.StartTime.TotalMilliseconds, service.Service.ProcessorTime.TotalMilliseconds));
                await service.Service.StopAsync();
            }

        foreach (var (service, own) in services.Zip(taken))
            await output.WriteLineAsync($"Start to the first answer, {service.Name}: {Median(own.Select(start => start.Time)):F0} ms, of the processor {Median(own.Select(start => start.Processor)):F0} ms.");
    }

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }
}
