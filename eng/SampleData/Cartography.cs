using System.Globalization;
using System.Text.Json;

namespace StatsService.SampleData;

/// <summary>How many risks lie where impact and likelihood cross.</summary>
internal static class Cartography
{
    private static readonly int[] Impact = [0, 1, 2, 3, 4];
    private static readonly int[] Probability = [0, 1, 2, 3, 4];
    private static readonly int[] Likelihood = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 20];

    public static void Write(Utf8JsonWriter json, Chance anr, DateOnly date)
    {
        json.WriteStartObject();
        json.WriteStartObject("scales");
        WriteScale(json, "impact", Impact);
        WriteScale(json, "probability", Probability);
        WriteScale(json, "likelihood", Likelihood);
        json.WriteEndObject();
        json.WriteStartObject("risks");
        WriteState(json, "current", anr.With(1), date);
        WriteState(json, "residual", anr.With(2), date);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteScale(Utf8JsonWriter json, string name, int[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void WriteState(Utf8JsonWriter json, string state, Chance chance, DateOnly date)
    {
        json.WriteStartObject(state);
        WriteGrid(json, "informational", Likelihood, 20, chance.With(1), date);
        WriteGrid(json, "operational", Probability, 10, chance.With(2), date);
        json.WriteEndObject();
    }

    /// <summary>Only cells with risks in them are sent.</summary>
    private static void WriteGrid(Utf8JsonWriter json, string kind, int[] columns, int most, Chance chance, DateOnly date)
    {
        json.WriteStartObject(kind);
        foreach (var impact in Impact)
        {
            json.WriteStartObject(Key(impact));
            foreach (var column in columns)
            {
                var cell = chance.With(impact).With(column);
                var count = (int)((most + 1) * (cell.On(date) - 0.5));
                if (count > 0)
                    json.WriteNumber(Key(column), count);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Key(int value) => value.ToString(CultureInfo.InvariantCulture);
}
