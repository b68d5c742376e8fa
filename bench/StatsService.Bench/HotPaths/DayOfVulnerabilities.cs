using BenchmarkDotNet.Attributes;
using StatsService.Ingestion;
using StatsService.SampleData;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Bench.HotPaths;

/// <summary>What a front office's largest list of a day, 20 ANRs' vulnerabilities, goes through on its way in and out.</summary>
[MemoryDiagnoser, ShortRunJob]
public class DayOfVulnerabilities
{
    private readonly byte[] body;
    private readonly IReadOnlyList<Stat> stats;
    private readonly Sheet sheet;
    private readonly byte[] text;

    public DayOfVulnerabilities()
    {
        body = new SampleFrontOffice { Types = ["vulnerability"] }.Batch(new DateOnly(2026, 3, 14));
        stats = Read().Stats;
        sheet = Compress();
        text = sheet.Decompress();
    }

    [Benchmark]
    public byte[] Generate() => new SampleFrontOffice { Types = ["vulnerability"] }.Batch(new DateOnly(2026, 3, 14));

    [Benchmark]
    public StatBatch Read() => StatBatchReader.Read(Guid.Empty, body);

    [Benchmark]
    public Sheet Compress() => Sheet.Create(new StatDay(StatType.Vulnerability, stats[0].Date), "key", stats);

    [Benchmark]
    public byte[] Decompress() => sheet.Decompress();

    [Benchmark]
    public Tally Tally()
    {
        var tally = new Tally();
        foreach (var entry in sheet.Entries)
            tally.Add(StatType.Vulnerability, text.AsSpan(entry.Offset, entry.Length));
        return tally;
    }
}
