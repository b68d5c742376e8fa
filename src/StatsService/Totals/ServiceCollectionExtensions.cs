using Microsoft.Extensions.DependencyInjection;
using StatsService.Tallies;

namespace StatsService.Totals;

public static class ServiceCollectionExtensions
{
    /// <summary>Registers what keeps the days' totals; it needs a storage engine and the store of stats.</summary>
    public static IServiceCollection AddTotals(this IServiceCollection services) => services
        .AddSingleton<PendingDays>()
        .AddSingleton<AggregationBell>()
        .AddSingleton<AggregationStatus>()
        .AddSingleton<PendingWatch>()
        .AddSingleton<LabelCache>()
        .AddSingleton<SheetTallies>()
        .AddSingleton<TotalStore>()
        .AddSingleton<TotalVersions>()
        .AddSingleton<TotalsCache>()
        .AddSingleton<TypeLeases>()
        .AddSingleton<DayAggregator>()
        .AddSingleton<Aggregator>()
        .AddSingleton<TotalDifferences>()
        .AddSingleton<Reconciler>()
        .AddSingleton<EmptyMonths>()
        .AddSingleton<TotalsAudit>();
}
