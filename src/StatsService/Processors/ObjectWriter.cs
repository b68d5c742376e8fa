using System.Text.Json;
using StatsService.Tallies;
using StatsService.Wire;

namespace StatsService.Processors;

/// <summary>Writes averages of threats or vulnerabilities, by object.</summary>
internal static class ObjectWriter
{
    public static void WriteAveragesOnDate(Utf8JsonWriter writer, IReadOnlyList<DayTally> days)
    {
        var total = new Tally();
        var values = new SortedDictionary<Guid, List<(string Date, Sums Sums)>>();
        foreach (var day in days)
        {
            total.Add(day.Tally);
            var date = day.Date.ToWire();
            foreach (var (key, sums) in day.Tally.Objects)
            {
                if (!values.TryGetValue(key, out var list))
                    values[key] = list = [];
                list.Add((date, sums));
            }
        }

        writer.WriteStartArray();
        foreach (var (key, list) in values)
        {
            var sums = total.Objects[key];
            writer.WriteStartObject();
            writer.WriteString("object", key);
            writer.WritePropertyName("labels");
            ObjectLabels.Write(writer, sums);
            writer.WriteStartArray("values");
            foreach (var (date, daySums) in list)
            {
                writer.WriteStartObject();
                writer.WriteString("date", date);
                WriteMeans(writer, daySums);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("averages");
            WriteMeans(writer, sums);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMeans(Utf8JsonWriter writer, Sums sums)
    {
        writer.WriteNumber("count", sums.Count.MeanOf(sums.Reports));
        writer.WriteNumber("maxRisk", sums.MaxRisk.MeanOf(sums.Reports));
        writer.WriteNumber("averageRate", sums.AverageRate.MeanOf(sums.Reports));
    }
}
