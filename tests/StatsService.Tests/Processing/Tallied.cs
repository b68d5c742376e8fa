using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Tests.Processing;

/// <summary>Tallies and processes documents as the service does with those it stored.</summary>
internal static class Tallied
{
    public static Tally Of(StatType type, params IEnumerable<string> documents)
    {
        var tally = new Tally();
        foreach (var document in documents)
            tally.Add(type, Encoding.UTF8.GetBytes(document));
        return tally;
    }

    public static DayTally Day(int day, Tally tally) => new(new DateOnly(2026, 1, day), tally);

    public static JsonNode Process(Processor processor, IReadOnlyList<DayTally> days, ProcessorParams? parameters = null) =>
        JsonNode.Parse(Text(processor, days, parameters))!;

    public static string Text(Processor processor, IReadOnlyList<DayTally> days, ProcessorParams? parameters = null)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
            processor.Write(writer, days, parameters ?? ProcessorParams.None);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    public static string Threat(string uuid, object count, object maxRisk, object averageRate, string label = "x") =>
        JsonSerializer.Serialize(new { uuid, label1 = label, label2 = $"{label}-en", label3 = (string?)null, label4 = "", count, maxRisk, averageRate });

    /// <summary>A document of risks: the values of low, medium and high in each of the four branches.</summary>
    public static string Risks(int low, int medium, int high)
    {
        var levels = $$"""[{"level":"Low risks","value":{{low}}},{"level":"Medium risks","value":{{medium}}},{"level":"High risks","value":{{high}}}]""";
        var kinds = $$"""{"informational":{{levels}},"operational":{{levels}}}""";
        return $$$"""{"total":{"current":{}},"risks":{"current":{{{kinds}}},"residual":{{{kinds}}}}}""";
    }
}
