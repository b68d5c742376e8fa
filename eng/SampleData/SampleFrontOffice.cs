using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace StatsService.SampleData;

/// <summary>
/// A front office that sends the statistics of its ANRs, invented but plausible: each ANR knows its part of the
/// threats and vulnerabilities, and their values drift over months. The same arguments give the same bytes.
/// </summary>
/// <param name="seed">Another seed gives another world.</param>
/// <param name="client">Another client of the same world: other ANRs, the same threats and vulnerabilities.</param>
/// <param name="anrs">How many risk analyses. The first of them are the same whatever their number.</param>
/// <param name="threats">How many threats, at most all of <see cref="SampleThreats"/>.</param>
/// <param name="vulnerabilities">How many vulnerabilities, at most all of <see cref="SampleVulnerabilities"/>.</param>
public sealed class SampleFrontOffice(int seed = 1, int client = 0, int anrs = 20, int threats = 30, int vulnerabilities = 100)
{
    private readonly RatedObjects ratedThreats = new(SampleThreats.All, threats, share: 0.85);
    private readonly RatedObjects ratedVulnerabilities = new(SampleVulnerabilities.All, vulnerabilities, share: 0.38);

    /// <summary>All types a front office sends, in its order.</summary>
    public static IReadOnlyList<string> AllTypes { get; } = ["risk", "threat", "vulnerability", "cartography", "compliance"];

    /// <summary>The types to send.</summary>
    public IReadOnlyList<string> Types { get; init; } = AllTypes;

    /// <summary>Whether each stat carries its UUID, as another Stats Service sends it; a MONARC front office sends none.</summary>
    public bool SendsUuids { get; init; }

    public IReadOnlyList<Guid> Anrs { get; } = [.. Enumerable.Range(0, anrs).Select(number => StableUuid("anr", seed, client, number))];

    /// <summary>The body of a POST: every ANR, every type, for each of the days.</summary>
    /// <returns>A JSON array in UTF-8, with everything but ASCII escaped, as PHP does it.</returns>
    public byte[] Batch(params IEnumerable<DateOnly> dates)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var date in dates)
                for (var number = 0; number < Anrs.Count; number++)
                    foreach (var type in Types)
                        WriteStat(json, number, type, date);
            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteStat(Utf8JsonWriter json, int number, string type, DateOnly date)
    {
        var day = date.ToString("O", CultureInfo.InvariantCulture);
        json.WriteStartObject();
        if (SendsUuids)
            json.WriteString("uuid", SampleObject.StableUuid("stat", Anrs[number].ToString(), type, day));
        json.WriteString("anr", Anrs[number]);
        json.WriteString("type", type);
        json.WriteString("date", day);
        json.WritePropertyName("data");
        var chance = default(Chance).With(seed).With(client).With(number);
        switch (type)
        {
            case "risk": RiskLevels.Write(json, chance.With(1), date); break;
            case "threat": ratedThreats.Write(json, chance.With(2), date); break;
            case "vulnerability": ratedVulnerabilities.Write(json, chance.With(3), date); break;
            case "cartography": Cartography.Write(json, chance.With(4), date); break;
            case "compliance": Compliance.Write(json, chance.With(5), date); break;
            default: throw new InvalidOperationException($"A front office sends no stats of the type '{type}'; it knows {string.Join(", ", AllTypes)}.");
        }

        json.WriteEndObject();
    }

    private static Guid StableUuid(string kind, params ReadOnlySpan<int> numbers) =>
        SampleObject.StableUuid(kind, string.Join('|', numbers.ToArray()));
}
