namespace StatsService.Tallies;

/// <summary>What threats and vulnerabilities are compared by.</summary>
public enum Measure
{
    AverageRate,
    Count,
    MaxRisk,
}

/// <summary>The measures' spelling on the wire: <c>averageRate</c>, <c>count</c>, <c>maxRisk</c>.</summary>
public static class Measures
{
    private static readonly string[] Spellings = ["averageRate", "count", "maxRisk"];

    public static IReadOnlyList<Measure> All { get; } = Enum.GetValues<Measure>();

    public static IReadOnlyList<string> Names => Spellings;

    public static string Name(this Measure measure) => Spellings[(int)measure];

    public static bool TryParse(string? name, out Measure measure)
    {
        var index = Array.IndexOf(Spellings, name);
        measure = (Measure)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>The mean over the stats that report the object.</summary>
    public static double MeanOf(this Sums sums, Measure measure) => (measure switch
    {
        Measure.Count => sums.Count,
        Measure.MaxRisk => sums.MaxRisk,
        _ => sums.AverageRate,
    }).MeanOf(sums.Reports);

    /// <summary>The objects' places by a measure, from 1, the highest mean first; equal ones are in the order of their UUIDs.</summary>
    public static IReadOnlyList<KeyValuePair<Guid, Sums>> InOrder(this Tally tally, Measure measure) =>
        [.. tally.Objects.Select(pair => (Pair: pair, Mean: pair.Value.MeanOf(measure))).OrderByDescending(one => one.Mean).ThenBy(one => one.Pair.Key).Select(one => one.Pair)];
}
