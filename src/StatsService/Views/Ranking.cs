using System.Text.Json;
using StatsService.Answers;
using StatsService.Mosp;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Views;

/// <param name="Months">Over how many months to today the means are; null: the newest day, compared with the one thirty days before.</param>
public sealed record RankingQuestion(StatType Type, Measure By, Language Language, int? Months);

/// <summary>All threats or vulnerabilities in the order of a measure, with what has changed.</summary>
public sealed class Ranking(PublicTotals totals, ObjectNames names, FinishedAnswers answers, TimeProvider time)
{
    private const int Week = 7;
    private const int TrendSteps = 20;

    /// <returns>
    /// <c>{"day", "before", "from", "to", "analyses", "contributors", "objects": [{"object", "name", "url", "place", "placeBefore", "analyses", "organisations",
    /// "now": [averageRate, count, maxRisk], "before": the same or null, "organisationMeans": [[lower quartile, median, upper quartile], … by measure as in now] or null, "trend": [0…20 or null]}]}</c>, the highest first.
    /// <c>trend</c> has a value for each day from <c>from</c> on (of months: each week), from the object's lowest, 0, to its highest, 20.
    /// <c>organisationMeans</c> tells how far the organisations differ that report the object on <c>day</c>.
    /// Over months it, <c>day</c>, <c>before</c>, <c>contributors</c> and <c>organisations</c> are null, and <c>analyses</c> are those of the fullest day.
    /// </returns>
    /// <exception cref="OverloadedException">More is asked for than can be computed now; so with the other views.</exception>
    public async ValueTask<FinishedAnswer> GetAsync(RankingQuestion question, CancellationToken cancellationToken)
    {
        var known = await names.ReadAsync(question.Language, cancellationToken);
        var version = $"{await RecentDays.ReadVersionAsync(totals, question.Type, time, cancellationToken)}/{known.Version}";
        return await answers.GetAsync(
            (question, PublicDays.Today(time)),
            version,
            async () => Render(version, question.By, known, await (question.Months is { } months
                ? ReadMonthsAsync(question.Type, months, cancellationToken)
                : ReadNewestAsync(question.Type, cancellationToken))),
            cancellationToken);
    }

    private async Task<Shown> ReadNewestAsync(StatType type, CancellationToken cancellationToken)
    {
        if (await RecentDays.ReadAsync(totals, type, time, cancellationToken) is not { } recent)
            return new Shown(Period.Ending(PublicDays.Today(time), 1), 1, [], new Tally());
        return new Shown(recent.Shown, 1, recent.Days, recent.Now.Tally)
        {
            Day = recent.Now.Date,
            Before = recent.Before,
            Analyses = recent.Now.Tally.Stats,
            Contributors = recent.Now.Tally.Contributors,
            Spread = (await totals.ReadSpreadsAsync(type, recent.Now.Date, recent.Now.Date, cancellationToken)).Days.SingleOrDefault()?.Objects,
        };
    }

    private async Task<Shown> ReadMonthsAsync(StatType type, int months, CancellationToken cancellationToken)
    {
        var period = Period.OfMonths(months, PublicDays.Today(time));
        var days = (await totals.ReadAsync(type, period.From, period.To, cancellationToken)).Days;
        return new Shown(period, Week, days, Period.SumOf(days)) { Analyses = Period.MostAnalyses(days) };
    }

    private static FinishedAnswer Render(string version, Measure by, NamesInLanguage names, Shown shown) => ViewJson.Finish(version, shown.Days.Count > 0, writer =>
    {
        writer.WriteDay("day", shown.Day);
        writer.WriteDay("before", shown.Before?.Date);
        writer.WriteRange(shown.Period);
        writer.WriteNumber("analyses", shown.Analyses);
        writer.WriteNumber("contributors", shown.Contributors);
        var placesBefore = (shown.Before?.Tally.InOrder(by) ?? []).Index().ToDictionary(one => one.Item.Key, one => one.Index + 1);
        var steps = shown.Period.Sum(shown.Days, shown.Step);
        var told = new ViewNames(names, shown.Days);
        writer.WriteStartArray("objects");
        foreach (var (index, (uuid, sums)) in shown.Now.InOrder(by).Index())
        {
            writer.WriteStartObject();
            writer.WriteObject(uuid, sums, told);
            writer.WriteNumber("place", index + 1);
            writer.WriteNumber("placeBefore", placesBefore.TryGetValue(uuid, out var place) ? place : (long?)null);
            writer.WriteNumber("analyses", sums.Reports);
            writer.WriteNumber("organisations", shown.Day is null ? null : sums.Contributors);
            WriteMeasures(writer, "now", sums);
            WriteMeasures(writer, "before", shown.Before?.Tally.Objects.GetValueOrDefault(uuid));
            WriteOrganisationMeans(writer, shown.Spread is { } spread && spread.TryGetValue(uuid, out var own) ? own : null);
            WriteTrend(writer, [.. steps.Select(step => step?.Objects.GetValueOrDefault(uuid)?.MeanOf(by))]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void WriteMeasures(Utf8JsonWriter writer, string name, Sums? sums)
    {
        if (sums is null)
            writer.WriteNull(name);
        else
            writer.WriteMeans(name, Measures.All.Select(measure => (double?)sums.MeanOf(measure)));
    }

    private static void WriteOrganisationMeans(Utf8JsonWriter writer, ObjectSpread? spread)
    {
        writer.WritePropertyName("organisationMeans");
        if (spread is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        foreach (var measure in Measures.All)
            writer.WriteQuartiles(spread.Value[measure]);
        writer.WriteEndArray();
    }

    private static void WriteTrend(Utf8JsonWriter writer, IReadOnlyList<double?> means)
    {
        var (lowest, highest) = (means.Min(), means.Max());
        writer.WriteNumbers("trend", means.Select(mean => mean is null ? null : (long?)(highest > lowest ? Math.Round((mean.Value - lowest!.Value) / (highest.Value - lowest.Value) * TrendSteps) : 0)));
    }

    /// <param name="Step">How many days make a value of the trend.</param>
    private sealed record Shown(Period Period, int Step, IReadOnlyList<DayTally> Days, Tally Now)
    {
        public DateOnly? Day { get; init; }

        public DayTally? Before { get; init; }

        public long Analyses { get; init; }

        public long? Contributors { get; init; }

        /// <summary>Of the day, by object; null where there is none.</summary>
        public IReadOnlyDictionary<Guid, ObjectSpread>? Spread { get; init; }
    }
}
