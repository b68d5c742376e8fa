using System.Text.Json;
using StatsService.Tallies;

namespace StatsService.Processors;

/// <summary>Writes how far the controls of referentials are put in place, and how far they are meant to be, on average over the stats.</summary>
internal static class ComplianceWriter
{
    /// <summary>
    /// <c>[{"referential", "labels", "stats", "categories": [{"labels", "controls", "current", "target"}]}]</c>: the categories in the order in which stats have them, on average;
    /// <c>current</c> and <c>target</c> from 0 to 1, null where no stat has any; <c>stats</c> have the referential.
    /// </summary>
    public static void WriteAverage(Utf8JsonWriter writer, IReadOnlyList<DayTally> days)
    {
        var total = new Tally();
        foreach (var day in days)
            total.Add(day.Tally);
        var byDepth = total.Paths.ToLookup(path => path.Key.Count(character => character == '/'));
        writer.WriteStartArray();
        foreach (var (referential, sums) in byDepth[0].OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("referential", referential);
            writer.WritePropertyName("labels");
            ObjectLabels.Write(writer, sums);
            writer.WriteNumber("stats", sums.Reports);
            writer.WriteStartArray("categories");
            var categories = byDepth[1].Where(path => path.Key.StartsWith(referential + "/", StringComparison.Ordinal));
            foreach (var (category, own) in categories.OrderBy(path => path.Value.Count.MeanOf(path.Value.Reports)).ThenBy(path => path.Key, StringComparer.Ordinal))
                WriteCategory(writer, total, category, own);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCategory(Utf8JsonWriter writer, Tally total, string category, Sums sums)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("labels");
        ObjectLabels.Write(writer, sums);
        foreach (var name in ComplianceTallying.Lists.Prepend(ComplianceTallying.Controls))
        {
            if (total.Paths.TryGetValue($"{category}/{name}", out var own))
                writer.WriteNumber(name, own.Count.MeanOf(own.Reports));
            else
                writer.WriteNull(name);
        }

        writer.WriteEndObject();
    }
}
