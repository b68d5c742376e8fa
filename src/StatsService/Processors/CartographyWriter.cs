using System.Globalization;
using System.Text.Json;
using StatsService.Tallies;

namespace StatsService.Processors;

/// <summary>Writes how many risks lie where impact and likelihood cross, on average over the stats.</summary>
internal static class CartographyWriter
{
    /// <summary><c>{"scales": {"impact": […], "probability", "likelihood"}, "current" and "residual": {kind: {impact: {likelihood: mean}}}}</c>; what is nowhere reported is left out.</summary>
    public static void WriteAverage(Utf8JsonWriter writer, IReadOnlyList<DayTally> days)
    {
        var total = new Tally();
        foreach (var day in days)
            total.Add(day.Tally);
        writer.WriteStartObject();
        writer.WriteStartObject("scales");
        foreach (var scale in CartographyTallying.Scales)
        {
            writer.WriteStartArray(scale);
            foreach (var value in ValuesBelow(total, CartographyTallying.Scale(scale)))
                writer.WriteNumberValue(value);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        foreach (var state in RiskCells.States)
        {
            writer.WriteStartObject(state);
            foreach (var kind in RiskCells.Kinds)
            {
                writer.WriteStartObject(kind);
                WriteTable(writer, total, CartographyTallying.Table(state, kind));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteTable(Utf8JsonWriter writer, Tally total, string table)
    {
        var stats = total.Paths.GetValueOrDefault(table)?.Reports ?? 0;
        var cells =
            from path in total.Paths
            where path.Key.StartsWith(table + "/", StringComparison.Ordinal)
            let parts = path.Key[(table.Length + 1)..].Split('/')
            select (Impact: Parse(parts[0]), Likelihood: Parse(parts[1]), Mean: path.Value.Count.MeanOf(stats));
        foreach (var row in cells.GroupBy(cell => cell.Impact).OrderBy(row => row.Key))
        {
            writer.WriteStartObject(row.Key.ToString(CultureInfo.InvariantCulture));
            foreach (var cell in row.OrderBy(cell => cell.Likelihood))
                writer.WriteNumber(cell.Likelihood.ToString(CultureInfo.InvariantCulture), cell.Mean);
            writer.WriteEndObject();
        }
    }

    private static IEnumerable<int> ValuesBelow(Tally total, string scale) =>
        total.Paths.Keys.Where(path => path.StartsWith(scale + "/", StringComparison.Ordinal)).Select(path => Parse(path[(scale.Length + 1)..])).Order();

    private static int Parse(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
