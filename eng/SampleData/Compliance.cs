using System.Globalization;
using System.Text.Json;

namespace StatsService.SampleData;

/// <summary>How far the controls of a referential are put in place, and how far they are meant to be.</summary>
internal static class Compliance
{
    private const string Referential = "ISO 27002";

    private static readonly (string French, string English, string German, string Dutch, int Controls)[] Categories =
    [
        ("Mesures organisationnelles", "Organisational controls", "Organisatorische Maßnahmen", "Organisatorische maatregelen", 37),
        ("Mesures liées aux personnes", "People controls", "Personenbezogene Maßnahmen", "Mensgerichte maatregelen", 8),
        ("Mesures physiques", "Physical controls", "Physische Maßnahmen", "Fysieke maatregelen", 14),
        ("Mesures technologiques", "Technological controls", "Technologische Maßnahmen", "Technologische maatregelen", 34),
    ];

    private static readonly Guid[][] Measures =
        [.. Categories.Select((category, number) => Enumerable.Range(1, category.Controls).Select(control => SampleObject.StableUuid("measure", Code(number, control))).ToArray())];

    private static readonly Guid ReferentialUuid = SampleObject.StableUuid("referential", Referential);

    public static void Write(Utf8JsonWriter json, Chance anr, DateOnly date)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("referential", ReferentialUuid);
        WriteLabels(json, Referential, Referential, Referential, Referential);
        WriteState(json, "current", chance => (int)(6 * chance.On(date)) / 5m, anr);
        WriteState(json, "target", chance => chance.Fraction < 0.9 ? 1 : 0, anr);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteState(Utf8JsonWriter json, string state, Func<Chance, decimal> valueOf, Chance anr)
    {
        json.WriteStartArray(state);
        for (var number = 0; number < Categories.Length; number++)
            WriteCategory(json, number, valueOf, anr.With(number));
        json.WriteEndArray();
    }

    private static void WriteCategory(Utf8JsonWriter json, int number, Func<Chance, decimal> valueOf, Chance chance)
    {
        var (french, english, german, dutch, controls) = Categories[number];
        var sum = 0m;
        json.WriteStartObject();
        WriteLabels(json, french, english, german, dutch);
        json.WriteStartArray("controls");
        for (var control = 1; control <= controls; control++)
        {
            var value = valueOf(chance.With(control));
            sum += value;
            json.WriteStartObject();
            json.WriteString("code", Code(number, control));
            json.WriteString("measure", Measures[number][control - 1]);
            json.WriteString("value", TwoDecimals(value));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("value", TwoDecimals(sum / controls));
        json.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter json, string french, string english, string german, string dutch)
    {
        json.WriteString("label1", french);
        json.WriteString("label2", english);
        json.WriteString("label3", german);
        json.WriteString("label4", dutch);
    }

    private static string Code(int category, int control) => string.Create(CultureInfo.InvariantCulture, $"{category + 5}.{control}");

    private static string TwoDecimals(decimal value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
