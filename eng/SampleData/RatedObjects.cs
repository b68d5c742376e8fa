using System.Globalization;
using System.Text.Json;

namespace StatsService.SampleData;

/// <summary>The threats or vulnerabilities that ANRs report, each ANR about <paramref name="share"/> of them.</summary>
internal sealed class RatedObjects(IReadOnlyList<SampleObject> known, int count, double share)
{
    private readonly SampleObject[] chosen = count >= 0 && count <= known.Count
        ? [.. known.Take(count)]
        : throw new ArgumentOutOfRangeException(nameof(count), count, $"There are {known.Count} of them.");

    public void Write(Utf8JsonWriter json, Chance anr, DateOnly date)
    {
        json.WriteStartArray();
        for (var number = 0; number < chosen.Length; number++)
        {
            var chance = anr.With(number);
            if (chance.Fraction < share && !Pauses(chance, date))
                Write(json, chosen[number], chance, Gravity(number), date);
        }

        json.WriteEndArray();
    }

    /// <summary>Now and then an analysis leaves an object out for a fortnight.</summary>
    private static bool Pauses(Chance chance, DateOnly date) => chance.With(date.DayNumber / 14).Fraction < 0.05;

    /// <summary>0 to 1, the same for everybody: some threats lead in every organisation.</summary>
    private static double Gravity(int number) => default(Chance).With(number).Fraction;

    private static void Write(Utf8JsonWriter json, SampleObject rated, Chance chance, double gravity, DateOnly date)
    {
        double Level(int field) => 0.45 * gravity + 0.2 * chance.With(field).Fraction + 0.35 * chance.With(field).On(date);

        json.WriteStartObject();
        json.WriteString("uuid", rated.Uuid);
        json.WriteString("label1", rated.French);
        json.WriteString("label2", rated.English);
        json.WriteString("label3", rated.German);
        json.WriteString("label4", rated.Dutch);
        json.WriteNumber("count", 1 + (int)(29 * Level(-1)));
        json.WriteNumber("maxRisk", (int)(60 * Level(-2)));
        json.WriteString("averageRate", (4 * Level(-3)).ToString("F2", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
