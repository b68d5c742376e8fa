using StatsService.Answers;
using StatsService.Mosp;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Views;

/// <param name="LowestFirst">Whether the objects with the lowest means come first.</param>
/// <param name="Objects">Those whose values are wanted wherever they stand.</param>
/// <param name="WithPlaces">Whether the places by day are wanted too.</param>
public sealed record EvolutionQuestion(
    StatType Type, Measure By, Language Language, DateOnly From, DateOnly To, bool LowestFirst, IReadOnlySet<Guid> Objects, bool WithPlaces);

/// <summary>Threats or vulnerabilities over time.</summary>
public sealed class Evolution(PublicTotals totals, ObjectNames names, FinishedAnswers answers)
{
    /// <summary>How many objects have their values in an answer, beside those that are asked for.</summary>
    public const int Lines = 40;

    /// <returns>
    /// <c>{"from", "to", "step", "analyses": [n or null], "organisations": [n or null], "objects": [{"object", "name", "url", "mean", "values": [mean or null], "places": [place or null]}]}</c>:
    /// all objects by their mean over the whole time, the first <see cref="Lines"/> of them and those that were asked for with a value for each <c>step</c> days from <c>from</c> on.
    /// </returns>
    public async ValueTask<FinishedAnswer> GetAsync(EvolutionQuestion question, CancellationToken cancellationToken)
    {
        var known = await names.ReadAsync(question.Language, cancellationToken);
        var period = await Period.WithinAsync(totals, question.Type, question.From, question.To, cancellationToken);
        var version = $"{await totals.ReadVersionAsync(question.Type, period.From, period.To, cancellationToken)}/{known.Version}";
        return await answers.GetAsync(
            (question.Type, question.By, question.Language, period, question.LowestFirst, string.Join(',', question.Objects.Order()), question.WithPlaces),
            version,
            async () => Render(version, question, period, known, (await totals.ReadAsync(question.Type, period.From, period.To, cancellationToken)).Days),
            cancellationToken);
    }

    private static FinishedAnswer Render(string version, EvolutionQuestion question, Period period, NamesInLanguage names, IReadOnlyList<DayTally> days) =>
        ViewJson.Finish(version, days.Count > 0, writer =>
        {
            var by = question.By;
            var steps = period.Sum(days);
            var told = new ViewNames(names, days);
            var places = question.WithPlaces ? steps.Select(step => step is null ? [] : PlacesIn(step, by)).ToList() : [];
            writer.WriteRange(period);
            writer.WriteNumber("step", period.Step);
            writer.WriteNumbers("analyses", period.MostOf(days, day => day.Stats));
            writer.WriteNumbers("organisations", period.MostOf(days, day => day.Contributors));
            writer.WriteStartArray("objects");
            var ordered = Period.SumOf(days).InOrder(by);
            foreach (var (index, (uuid, sums)) in (question.LowestFirst ? ordered.Reverse() : ordered).Index())
            {
                writer.WriteStartObject();
                writer.WriteObject(uuid, sums, told);
                writer.WritePropertyName("mean");
                writer.WriteMean(sums.MeanOf(by));
                if (index < Lines || question.Objects.Contains(uuid))
                {
                    writer.WriteMeans("values", steps.Select(step => step?.Objects.GetValueOrDefault(uuid)?.MeanOf(by)));
                    if (question.WithPlaces)
                        writer.WriteNumbers("places", places.Select(step => step.TryGetValue(uuid, out var place) ? place : (long?)null));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    private static Dictionary<Guid, long> PlacesIn(Tally step, Measure by) => step.InOrder(by).Index().ToDictionary(one => one.Item.Key, one => one.Index + 1L);
}
