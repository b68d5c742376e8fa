using Microsoft.Extensions.Options;
using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>What of the totals everybody may see: whatever goes to the public reads them here.</summary>
public sealed class PublicTotals(TotalsCache totals, IOptions<StatsServiceOptions> options)
{
    /// <inheritdoc cref="TotalsCache.ReadVersionAsync"/>
    public Task<string> ReadVersionAsync(StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken) => totals.ReadVersionAsync(type, from, to, cancellationToken);

    /// <inheritdoc cref="TotalsCache.FindFirstDayAsync"/>
    public Task<DateOnly> FindFirstDayAsync(StatType type, CancellationToken cancellationToken) => totals.FindFirstDayAsync(type, cancellationToken);

    /// <inheritdoc cref="TotalsCache.ListMonthsAsync"/>
    public Task<IReadOnlyList<Month>> ListMonthsAsync(StatType type, CancellationToken cancellationToken) => totals.ListMonthsAsync(type, cancellationToken);

    /// <summary>The totals between two days, inclusive, without what too few report.</summary>
    public async Task<TotalsOfDays> ReadAsync(StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        Shown(await totals.ReadAsync(type, from, to, cancellationToken));

    /// <summary>How far organisations differ on the days between two, inclusive, and what they report together, without the objects and pairs that too few report.</summary>
    public async Task<Spreads> ReadSpreadsAsync(StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var read = await totals.ReadSpreadsAsync(type, from, to, cancellationToken);
        var enough = options.Value.PublicMinContributors;
        if (enough <= SpreadGathering.LeastOrganisations)
            return read;
        var together = read.Companions?.Objects.ToDictionary(one => one.Key, one => one.Value with { Most = [.. one.Value.Most.Where(companion => companion.Together >= enough)] });
        return new Spreads(
            [.. read.Days.Select(day => day with { Objects = day.Objects.Where(one => one.Value.Organisations >= enough).ToDictionary() })],
            together is null ? null : read.Companions! with { Objects = together });
    }

    /// <summary>The newest day up to one, inclusive, of which anything is shown; null: none is.</summary>
    public async Task<DateOnly?> FindNewestDayAsync(StatType type, DateOnly to, CancellationToken cancellationToken)
    {
        foreach (var month in (await totals.ListMonthsAsync(type, cancellationToken)).Where(month => month.FirstDay <= to).Reverse())
        {
            if ((await ReadAsync(type, month.FirstDay, month.LastDay < to ? month.LastDay : to, cancellationToken)).Days is [.., { Date: var newest }])
                return newest;
        }

        return null;
    }

    /// <summary>Takes out what too few report on a day, before anything is averaged: so nobody can compute it from two answers that differ by that day.</summary>
    public TotalsOfDays Shown(TotalsOfDays read) => options.Value.PublicMinContributors is > 1 and var enough
        ? read with { Days = [.. read.Days.Where(day => day.Tally.Contributors >= enough).Select(day => day with { Tally = day.Tally.ReportedBy(enough) })] }
        : read;
}
