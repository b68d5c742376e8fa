using System.Text.Json;
using StatsService.Tallies;
using StatsService.Wire;

namespace StatsService.Processors;

/// <summary>Writes the tree state → kind → level of risk averages.</summary>
internal static class RiskWriter
{
    public static void WriteAverages(Utf8JsonWriter writer, IReadOnlyList<DayTally> days)
    {
        var total = new Tally();
        foreach (var day in days)
            total.Add(day.Tally);
        WriteTree(writer, ProcessorParams.None, cell =>
        {
            var sums = total.Cells.GetValueOrDefault(cell);
            writer.WriteNumberValue(sums?.Count.MeanOf(sums.Reports) ?? 0);
        });
    }

    public static void WriteAveragesOnDate(Utf8JsonWriter writer, IReadOnlyList<DayTally> days, ProcessorParams branches) =>
        WriteTree(writer, branches, cell =>
        {
            writer.WriteStartArray();
            foreach (var day in days)
            {
                if (!day.Tally.Cells.TryGetValue(cell, out var sums))
                    continue;
                writer.WriteStartObject();
                writer.WriteString("date", day.Date.ToWire());
                writer.WriteNumber("value", sums.Count.MeanOf(sums.Reports));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    private static void WriteTree(Utf8JsonWriter writer, ProcessorParams branches, Action<RiskCell> writeCell)
    {
        writer.WriteStartObject();
        foreach (var state in branches.RiskStates)
        {
            writer.WriteStartObject(RiskCells.States[state]);
            foreach (var kind in branches.RiskKinds)
            {
                writer.WriteStartObject(RiskCells.Kinds[kind]);
                for (var level = 0; level < RiskCells.Levels.Count; level++)
                {
                    writer.WritePropertyName(RiskCells.Levels[level]);
                    writeCell(new RiskCell(state, kind, level));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
