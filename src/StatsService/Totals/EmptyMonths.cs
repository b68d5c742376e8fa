using StatsService.Stats;

namespace StatsService.Totals;

/// <summary>Drops the totals, and the empty shares, of months whose statistics are all removed.</summary>
public sealed class EmptyMonths(TotalStore totals, TotalVersions versions)
{
    // An instance that stood still for a month, and then wrote what it had read, would bring back what is dropped.
    private const int MinMonths = 1;

    /// <summary>One operation for each month that lies outside the days that are kept, and still has totals.</summary>
    /// <returns>How many were dropped.</returns>
    public async Task<int> DropAsync(DateOnly firstDay, DateOnly lastDay, CancellationToken cancellationToken)
    {
        var (first, last) = (firstDay.AddMonths(-MinMonths), lastDay.AddMonths(MinMonths));
        var dropped = 0;
        foreach (var type in StatTypes.All)
        {
            foreach (var month in (await versions.ReadAsync(type, cancellationToken)).Keys)
            {
                if ((month.LastDay >= first && month.FirstDay <= last) || (await totals.ReadMonthAsync(type, month, cancellationToken)).Count > 0)
                    continue;
                await totals.DropAsync(type, month, cancellationToken);
                await versions.ForgetAsync(type, month, cancellationToken);
                dropped++;
            }
        }

        return dropped;
    }
}
