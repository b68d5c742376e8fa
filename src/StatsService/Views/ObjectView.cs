using System.Text.Json;
using StatsService.Answers;
using StatsService.Mosp;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Views;

/// <summary>One threat or vulnerability over the last twelve months, this one included.</summary>
public sealed class ObjectView(PublicTotals totals, ObjectNames names, FinishedAnswers answers, TimeProvider time)
{
    private const int Months = 12;

    /// <returns>
    /// Without <see cref="FinishedAnswer.HasStats"/>: no stat of that time reports the object. Else <c>{"object", "name", "url", "published", "names": {language: name},
    /// "from", "to", "values": {measure: [mean or null]}, "places": {measure: [place or null]}, "organisationMeans": {measure: [[lower quartile, median, upper quartile] or null]}, "analyses": [n or null], "allAnalyses": [n or null], "of", "organisations": {"now", "of"},
    /// "companions": {"day", "organisations", "of", "objects": [{"object", "name", "url", "together", "organisations"}]} or null}</c>,
    /// a value for each day; <c>organisationMeans</c> tells how far the organisations differ that report the object, of days whose shares were reconciled; <c>analyses</c> report the object, <c>of</c> objects were reported on its newest day, and <c>organisations</c> of all reported it.
    /// <c>companions</c> are the others that the same organisations report more often than chance would have it: <c>together</c> report both, of <c>organisations</c> that report the object, and <c>of</c> all.
    /// </returns>
    public async ValueTask<FinishedAnswer> GetAsync(StatType type, Guid uuid, Language language, CancellationToken cancellationToken)
    {
        var known = await names.ReadAsync(language, cancellationToken);
        var today = PublicDays.Today(time);
        var period = new Period(new DateOnly(today.Year, today.Month, 1).AddMonths(1 - Months), today);
        var version = $"{await totals.ReadVersionAsync(type, period.From, period.To, cancellationToken)}/{known.Version}";
        var days = (await totals.ReadAsync(type, period.From, period.To, cancellationToken)).Days;

        // Whoever asks for what nobody reports gets no place among the finished answers.
        return days.Any(day => day.Tally.Objects.ContainsKey(uuid))
            ? await answers.GetAsync((type, uuid, language, period), version, async () => Render(version, uuid, known, period, days, await totals.ReadSpreadsAsync(type, period.From, period.To, cancellationToken)), cancellationToken)
            : FinishedAnswer.EmptyList;
    }

    private static DayTally NewestOf(Guid uuid, IReadOnlyList<DayTally> days) => days.Last(day => day.Tally.Objects.ContainsKey(uuid));

    private static FinishedAnswer Render(
        string version, Guid uuid, NamesInLanguage names, Period period, IReadOnlyList<DayTally> days, Spreads spreads) =>
        ViewJson.Finish(version, hasStats: true, writer =>
        {
            var steps = period.Sum(days);
            var spreadOf = spreads.Days.Where(day => day.Objects.ContainsKey(uuid)).ToDictionary(day => day.Date, day => (ObjectSpread?)day.Objects[uuid]);
            var told = new ViewNames(names, days);
            var sums = SumOf(uuid, days);
            writer.WriteObject(uuid, sums, told);
            WriteNames(writer, uuid, sums, told);
            writer.WriteRange(period);
            writer.WriteStartObject("values");
            foreach (var measure in Measures.All)
                writer.WriteMeans(measure.Name(), steps.Select(step => step?.Objects.GetValueOrDefault(uuid)?.MeanOf(measure)));
            writer.WriteEndObject();
            writer.WriteStartObject("places");
            foreach (var measure in Measures.All)
                writer.WriteNumbers(measure.Name(), steps.Select(step => step is null ? null : PlaceIn(step, uuid, measure)));
            writer.WriteEndObject();

            // Twelve months are not so long that a step would be more than a day.
            WriteOrganisationMeans(writer, [.. steps.Select((step, at) => step?.Objects.ContainsKey(uuid) == true ? spreadOf.GetValueOrDefault(period.From.AddDays(at)) : null)]);
            writer.WriteNumbers("analyses", steps.Select(step => step?.Objects.GetValueOrDefault(uuid)?.Reports));
            writer.WriteNumbers("allAnalyses", period.MostOf(days, day => day.Stats));
            var newest = NewestOf(uuid, days).Tally;
            writer.WriteNumber("of", newest.Objects.Count);
            writer.WriteStartObject("organisations");
            writer.WriteNumber("now", newest.Objects[uuid].Contributors);
            writer.WriteNumber("of", newest.Contributors);
            writer.WriteEndObject();
            WriteCompanions(writer, uuid, spreads.Companions, days, told);
        });

    private static Sums SumOf(Guid uuid, IReadOnlyList<DayTally> days)
    {
        var sums = new Sums();
        foreach (var day in days)
        {
            if (day.Tally.Objects.TryGetValue(uuid, out var own))
                sums.Add(own, 1);
        }

        return sums;
    }

    private static void WriteCompanions(Utf8JsonWriter writer, Guid uuid, Companions? companions, IReadOnlyList<DayTally> days, ViewNames names)
    {
        if (companions?.Objects.GetValueOrDefault(uuid) is not { Most.Count: > 0 } own)
        {
            writer.WriteNull("companions");
            return;
        }

        writer.WriteStartObject("companions");
        writer.WriteDay("day", companions.Date);
        writer.WriteNumber("organisations", own.Organisations);
        writer.WriteNumber("of", companions.Organisations);
        writer.WriteStartArray("objects");
        foreach (var (other, together) in own.Most)
        {
            writer.WriteStartObject();
            writer.WriteObject(other, SumOf(other, days), names);
            writer.WriteNumber("together", together);
            writer.WriteNumber("organisations", companions.Objects[other].Organisations);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteOrganisationMeans(Utf8JsonWriter writer, IReadOnlyList<ObjectSpread?> spreads)
    {
        writer.WriteStartObject("organisationMeans");
        foreach (var measure in Measures.All)
        {
            writer.WriteStartArray(measure.Name());
            foreach (var spread in spreads)
                writer.WriteQuartiles(spread?[measure]);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter writer, Guid uuid, Sums sums, ViewNames names)
    {
        writer.WriteBoolean("published", names.Find(uuid, sums)?.IsPublished ?? false);
        writer.WriteStartObject("names");
        foreach (var (language, label) in Languages.Names.Zip(names.LabelsOf(uuid, sums)))
        {
            if (!string.IsNullOrWhiteSpace(label))
                writer.WriteString(language, label);
        }

        writer.WriteEndObject();
    }

    /// <summary>Null where the step does not report it.</summary>
    private static long? PlaceIn(Tally step, Guid uuid, Measure measure)
    {
        if (!step.Objects.TryGetValue(uuid, out var own))
            return null;
        var mean = own.MeanOf(measure);
        return 1 + step.Objects.Count(other => other.Value.MeanOf(measure) is var others && (others > mean || (others == mean && other.Key < uuid)));
    }
}
