using System.Text.Json;
using StatsService.Answers;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Views;

/// <summary>What there is, and what has changed in thirty days, in a few numbers. They rest on the risk stats, which every front office sends of each analysis.</summary>
public sealed class Summary(PublicTotals totals, FinishedAnswers answers, TimeProvider time)
{
    // Indexes into RiskCells.
    private const int Current = 0;
    private const int High = 2;

    /// <returns>
    /// <c>{"day", "before", "from", "to", "organisations": {"now", "before", "series": [n or null]}, "analyses": {"now", "before", "series": [n or null]},
    /// "highRisks": {"now", "before", "series": [mean or null]}}</c>: the series have a value for each day of the thirty to the newest; <c>highRisks</c>
    /// is the mean number of high current risks of an analysis. Where there are no stats all of these are null.
    /// </returns>
    public async ValueTask<FinishedAnswer> GetAsync(CancellationToken cancellationToken)
    {
        var version = await RecentDays.ReadVersionAsync(totals, StatType.Risk, time, cancellationToken);
        return await answers.GetAsync(
            (nameof(Summary), PublicDays.Today(time)),
            version,
            async () => Render(version, await RecentDays.ReadAsync(totals, StatType.Risk, time, cancellationToken)),
            cancellationToken);
    }

    private static FinishedAnswer Render(string version, RecentDays? found) => ViewJson.Finish(version, found is not null, writer =>
    {
        writer.WriteDay("day", found?.Now.Date);
        writer.WriteDay("before", found?.Before?.Date);
        writer.WriteDay("from", found?.Shown.From);
        writer.WriteDay("to", found?.Shown.To);
        if (found is null)
        {
            foreach (var part in (string[])["organisations", "analyses", "highRisks"])
                writer.WriteNull(part);
            return;
        }

        var (now, before, steps) = (found.Now.Tally, found.Before?.Tally, found.Shown.Sum(found.Days));
        Write("organisations", day => day.Contributors);
        Write("analyses", day => day.Stats);
        writer.WriteStartObject("highRisks");
        WriteMean(writer, "now", HighRisks(now));
        WriteMean(writer, "before", HighRisks(before));
        writer.WriteMeans("series", steps.Select(HighRisks));
        writer.WriteEndObject();

        void Write(string name, Func<Tally, long> number)
        {
            writer.WriteStartObject(name);
            writer.WriteNumber("now", number(now));
            writer.WriteNumber("before", before is null ? null : number(before));
            writer.WriteNumbers("series", steps.Select(step => step is null ? (long?)null : number(step)));
            writer.WriteEndObject();
        }
    });

    private static void WriteMean(Utf8JsonWriter writer, string name, double? mean)
    {
        writer.WritePropertyName(name);
        if (mean is { } known)
            writer.WriteMean(known);
        else
            writer.WriteNullValue();
    }

    private static double? HighRisks(Tally? day) => day is null ? null : Enumerable.Range(0, RiskCells.Kinds.Count)
        .Sum(kind => day.Cells.GetValueOrDefault(new RiskCell(Current, kind, High)) is { } sums ? sums.Count.MeanOf(sums.Reports) : 0);
}
