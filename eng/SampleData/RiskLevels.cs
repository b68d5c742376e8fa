using System.Text.Json;

namespace StatsService.SampleData;

/// <summary>How many risks are low, medium and high, now and after treatment.</summary>
internal static class RiskLevels
{
    public static void Write(Utf8JsonWriter json, Chance anr, DateOnly date)
    {
        var informational = Levels(anr.With(1), date, 120, 40, 15);
        var operational = Levels(anr.With(2), date, 60, 20, 8);

        json.WriteStartObject();
        json.WriteStartObject("total");
        foreach (var state in (string[])["current", "residual"])
        {
            json.WriteStartObject(state);
            json.WriteNumber("informational", informational.Sum());
            json.WriteNumber("operational", operational.Sum());
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("risks");
        WriteState(json, "current", informational, operational);
        WriteState(json, "residual", Treated(informational), Treated(operational));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static int[] Levels(Chance chance, DateOnly date, params ReadOnlySpan<int> most)
    {
        var levels = new int[most.Length];
        for (var level = 0; level < most.Length; level++)
            levels[level] = (int)(most[level] * (0.4 * chance.With(level).Fraction + 0.6 * chance.With(level).On(date)));
        return levels;
    }

    /// <summary>Treatment turns risks into lower ones, it makes none go away.</summary>
    private static int[] Treated(int[] levels)
    {
        var (medium, high) = (levels[1] * 2 / 5, levels[2] * 2 / 5);
        return [levels.Sum() - medium - high, medium, high];
    }

    private static void WriteState(Utf8JsonWriter json, string state, int[] informational, int[] operational)
    {
        json.WriteStartObject(state);
        WriteLevels(json, "informational", informational);
        WriteLevels(json, "operational", operational);
        json.WriteEndObject();
    }

    private static void WriteLevels(Utf8JsonWriter json, string kind, int[] levels)
    {
        json.WriteStartArray(kind);
        foreach (var (level, value) in (ReadOnlySpan<(string, int)>)[("Low risks", levels[0]), ("Medium risks", levels[1]), ("High risks", levels[2])])
        {
            json.WriteStartObject();
            json.WriteString("level", level);
            json.WriteNumber("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
