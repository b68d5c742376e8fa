using BenchmarkDotNet.Attributes;
using StatsService.SampleData;

namespace StatsService.Bench.HotPaths;

/// <summary>What the load itself costs, to know it is not what is measured: a front office's day.</summary>
[MemoryDiagnoser]
public class BatchGeneration
{
    private readonly SampleFrontOffice _office = new() { Types = ["risk", "threat", "vulnerability"] };
    private readonly DateOnly _day = new(2026, 3, 14);

    [Benchmark]
    public byte[] DayOf20Anrs() => _office.Batch(_day);
}
