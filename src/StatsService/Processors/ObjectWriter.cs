using System.Runtime.InteropServices;
using System.Text.Json;
using StatsService.Tallies;
using StatsService.Wire;

namespace StatsService.Processors;

/// <summary>Writes averages of threats or vulnerabilities, by object.</summary>
internal static class ObjectWriter
{
    private static readonly JsonEncodedText DateName = JsonEncodedText.Encode("date"), CountName = JsonEncodedText.Encode("count"),
        MaxRiskName = JsonEncodedText.Encode("maxRisk"), AverageRateName = JsonEncodedText.Encode("averageRate");

    public static void WriteAveragesOnDate(Utf8JsonWriter writer, IReadOnlyList<DayTally> days)
    {
        var values = new Dictionary<Guid, List<(int Day, Sums Sums)>>();
        for (var day = 0; day < days.Count; day++)
        {
            foreach (var (key, sums) in days[day].Tally.Objects)
                (CollectionsMarshal.GetValueRefOrAddDefault(values, key, out _) ??= []).Add((day, sums));
        }

        var dates = days.Select(day => JsonEncodedText.Encode(day.Date.ToWire())).ToArray();
        writer.WriteStartArray();
        foreach (var (key, list) in values.OrderBy(pair => pair.Key))
        {
            var total = new Sums();
            foreach (var (_, sums) in list)
                total.Add(sums, 1);
            writer.WriteStartObject();
            writer.WriteString("object", key);
            writer.WritePropertyName("labels");
            ObjectLabels.Write(writer, total);
            writer.WriteStartArray("values");
            foreach (var (day, sums) in list)
            {
                writer.WriteStartObject();
                writer.WriteString(DateName, dates[day]);
                WriteMeans(writer, sums);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("averages");
            WriteMeans(writer, total);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMeans(Utf8JsonWriter writer, Sums sums)
    {
        writer.WriteNumber(CountName, sums.Count.MeanOf(sums.Reports));
        writer.WriteNumber(MaxRiskName, sums.MaxRisk.MeanOf(sums.Reports));
        writer.WriteNumber(AverageRateName, sums.AverageRate.MeanOf(sums.Reports));
    }
}
