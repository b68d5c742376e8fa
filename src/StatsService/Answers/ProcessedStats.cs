using System.Buffers;
using System.Text.Json;
using StatsService.Processors;
using StatsService.Queries;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Answers;

/// <summary>Answers processors' questions: from the totals where all stats count, else from the stats themselves.</summary>
public sealed class ProcessedStats(TotalsCache totals, StatTallies tallies, TotalStore store, FinishedAnswers answers, ComputationGate gate)
{
    /// <summary>Over all stats between two days, inclusive.</summary>
    /// <remarks>From before the first stats on is from the first on: callers that look back further ask the same question.</remarks>
    /// <exception cref="OverloadedException">More is asked for than can be computed now; so with the other members.</exception>
    public async ValueTask<FinishedAnswer> GetAsync(
        Processor processor, ProcessorParams parameters, StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var first = await totals.FindFirstDayAsync(type, cancellationToken);
        from = from < first ? first : from;
        var version = await totals.ReadVersionAsync(type, from, to, cancellationToken);
        return await answers.GetAsync(
            (processor.Name, parameters.Key, type, from, to),
            version,
            async () => Render(processor, parameters, await totals.ReadAsync(type, from, to, cancellationToken)),
            cancellationToken);
    }

    /// <summary>Over the stats of these ANRs alone.</summary>
    /// <param name="client">Whose stats count; null: everybody's.</param>
    public Task<FinishedAnswer> GetOfAnrsAsync(
        Processor processor, ProcessorParams parameters, IReadOnlySet<Guid> anrs, DateOnly from, DateOnly to, Guid? client, CancellationToken cancellationToken) =>
        gate.RunAsync(
            async () => Render(processor, parameters, new TotalsOfDays("", await tallies.ReadAsync(processor.Type, anrs, from, to, client, cancellationToken))),
            cancellationToken);

    /// <summary>Over the newest stats of all clients up to a day, so many.</summary>
    public async ValueTask<FinishedAnswer> GetNewestAsync(Processor processor, int stats, DateOnly to, CancellationToken cancellationToken)
    {
        var version = await totals.ReadVersionAsync(processor.Type, DateOnly.MinValue, to, cancellationToken);
        return await answers.GetAsync(
            (processor.Name, stats, to),
            version,
            async () =>
            {
                var newest = await totals.ReadNewestAsync(processor.Type, stats, to, cancellationToken);
                return Render(processor, ProcessorParams.None, newest with { Days = await CutAsync(processor.Type, newest.Days, stats, cancellationToken) });
            },
            cancellationToken);
    }

    // Of the oldest day not all stats may be wanted: they are taken by client, ANR and arrival, so the same each time.
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

    private static FinishedAnswer Render(Processor processor, ProcessorParams parameters, TotalsOfDays days)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
            processor.Write(writer, days.Days, parameters);
        return new FinishedAnswer(days.Version, days.Days.Count > 0, json.WrittenSpan.ToArray());
    }
}
