using StatsService.Answers;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Views;

/// <summary>The mean numbers of risks of each level over time.</summary>
public sealed class RiskEvolution(PublicTotals totals, FinishedAnswers answers)
{
    /// <returns><c>{"from", "to", "step", "analyses": [n or null], "organisations": [n or null], "current" and "residual": {kind: {level: [mean or null]}}}</c>, a value for each <c>step</c> days.</returns>
    public async ValueTask<FinishedAnswer> GetAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var period = await Period.WithinAsync(totals, StatType.Risk, from, to, cancellationToken);
        var version = await totals.ReadVersionAsync(StatType.Risk, period.From, period.To, cancellationToken);
        return await answers.GetAsync(
            (nameof(RiskEvolution), period),
            version,
            async () => Render(version, period, (await totals.ReadAsync(StatType.Risk, period.From, period.To, cancellationToken)).Days),
            cancellationToken);
    }

    private static FinishedAnswer Render(string version, Period period, IReadOnlyList<DayTally> days) => ViewJson.Finish(version, days.Count > 0, writer =>
    {
        var steps = period.Sum(days);
        writer.WriteRange(period);
        writer.WriteNumber("step", period.Step);
        writer.WriteNumbers("analyses", period.MostOf(days, day => day.Stats));
        writer.WriteNumbers("organisations", period.MostOf(days, day => day.Contributors));
        foreach (var (state, stateName) in RiskCells.States.Index())
        {
            writer.WriteStartObject(stateName);
            foreach (var (kind, kindName) in RiskCells.Kinds.Index())
            {
                writer.WriteStartObject(kindName);
                foreach (var (level, levelName) in RiskCells.Levels.Index())
                    writer.WriteMeans(levelName, steps.Select(step => step?.Cells.GetValueOrDefault(new RiskCell(state, kind, level)) is { } sums ? sums.Count.MeanOf(sums.Reports) : (double?)null));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }
    });
}
