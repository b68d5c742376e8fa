using System.Text.Json;
using BenchmarkDotNet.Attributes;
using StatsService.Ingestion;
using StatsService.Processors;
using StatsService.SampleData;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Bench.HotPaths;

/// <summary>What a dashboard's answer over a year is written from.</summary>
[MemoryDiagnoser, ShortRunJob]
public class YearOfTallies
{
    private readonly IReadOnlyList<DayTally> threats = Tallies(StatType.Threat), vulnerabilities = Tallies(StatType.Vulnerability);

    [Benchmark]
    public long WriteThreats() => Write(ProcessorCatalogue.ThreatAverageOnDate, threats);

    [Benchmark]
    public long WriteVulnerabilities() => Write(ProcessorCatalogue.VulnerabilityAverageOnDate, vulnerabilities);

    private static long Write(Processor processor, IReadOnlyList<DayTally> days)
    {
        using var writer = new Utf8JsonWriter(Stream.Null);
        processor.Write(writer, days, ProcessorParams.None);
        return writer.BytesCommitted + writer.BytesPending;
    }

    private static List<DayTally> Tallies(StatType type)
    {
        var office = new SampleFrontOffice { Types = [type.Name()] };
        var start = new DateOnly(2026, 1, 1);
        return [.. Enumerable.Range(0, 365).Select(day => new DayTally(start.AddDays(day), Of(office.Batch(start.AddDays(day)))))];
    }

    private static Tally Of(byte[] batch)
    {
        var tally = new Tally();
        foreach (var stat in StatBatchReader.Read(Guid.Empty, batch).Stats)
            tally.Add(stat.Type, stat.Data.Span);
        return tally;
    }
}
