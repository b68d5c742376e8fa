using StatsService.Answers;
using StatsService.Queries;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Processors;

/// <summary>What a processor is asked for: over the stats of a type between two days, inclusive.</summary>
/// <param name="Type">Mostly the processor's own; of stats of another type it reads nothing.</param>
public sealed record ProcessorQuestion(Processor Processor, ProcessorParams Parameters, StatType Type, DateOnly From, DateOnly To);

/// <summary>Answers processors' questions: from the totals where all stats count, else from the stats themselves.</summary>
public sealed class ProcessedStats(
    TotalsCache totals, StatTallies tallies, TotalStore store, FinishedAnswers answers, ComputationGate gate, PublicTotals shown)
{
    /// <summary>Over all stats that enough clients report.</summary>
    /// <remarks>From before the first stats on is from the first on: callers that look back further ask the same question.</remarks>
    /// <exception cref="OverloadedException">More is asked for than can be computed now; so with the other members.</exception>
    public async ValueTask<FinishedAnswer> GetAsync(ProcessorQuestion question, CancellationToken cancellationToken)
    {
        var (processor, parameters, type, from, to) = question;
        var first = await totals.FindFirstDayAsync(type, cancellationToken);
        from = from < first ? first : from;
        var version = await totals.ReadVersionAsync(type, from, to, cancellationToken);
        return await answers.GetAsync(
            (processor.Name, parameters.Key, type, from, to),
            version,
            async () => Render(processor, parameters, shown.Shown(await totals.ReadAsync(type, from, to, cancellationToken))),
            cancellationToken);
    }

    /// <summary>Over the stats of these ANRs alone.</summary>
    /// <param name="client">Whose stats count; null: everybody's.</param>
    public Task<FinishedAnswer> GetOfAnrsAsync(ProcessorQuestion question, IReadOnlySet<Guid> anrs, Guid? client, CancellationToken cancellationToken)
    {
        var selection = new StatSelection(question.From, question.To) { Anrs = anrs };
        return gate.RunAsync(
            async () => Render(question.Processor, question.Parameters, new TotalsOfDays("", await tallies.ReadAsync(question.Type, selection, client, cancellationToken))),
            cancellationToken);
    }

    /// <summary>Over the newest stats of all clients up to a day.</summary>
    /// <param name="stats">How many stats count.</param>
    public async ValueTask<FinishedAnswer> GetNewestAsync(Processor processor, int stats, DateOnly to, CancellationToken cancellationToken)
    {
        var version = await totals.ReadVersionAsync(processor.Type, DateOnly.MinValue, to, cancellationToken);
        return await answers.GetAsync(
            (processor.Name, stats, to),
            version,
            async () =>
            {
                var newest = await totals.ReadNewestAsync(processor.Type, stats, to, cancellationToken);
                return Render(processor, ProcessorParams.None, shown.Shown(newest with { Days = await CutAsync(processor.Type, newest.Days, stats, cancellationToken) }));
            },
            cancellationToken);
    }

    // Of the oldest day not all stats may be wanted. They are taken in the order of client, ANR and arrival, so that the same question has the same answer.
    private async Task<IReadOnlyList<DayTally>> CutAsync(StatType type, IReadOnlyList<DayTally> days, int stats, CancellationToken cancellationToken)
    {
        var surplus = days.Sum(day => day.Tally.Stats) - stats;
        if (surplus <= 0)
            return days;
        var (date, whole) = days[0];
        var left = whole.Stats - surplus;
        var part = new Tally();
        await foreach (var share in store.ReadSharesAsync(type, date, cancellationToken))
        {
            part.Add(share.Tally.Stats <= left ? share.Tally : await tallies.ReadFirstAsync(share.Client, type, date, (int)left, cancellationToken));
            left -= Math.Min(left, share.Tally.Stats);
            if (left == 0)
                break;
        }

        return [new DayTally(date, part), .. days.Skip(1)];
    }

    private static FinishedAnswer Render(Processor processor, ProcessorParams parameters, TotalsOfDays days) =>
        FinishedAnswer.Write(days.Version, days.Days.Count > 0, writer => processor.Write(writer, days.Days, parameters));
}
