using Microsoft.Extensions.DependencyInjection;
using StatsService.Storage;
using StatsService.Tallies;

namespace StatsService.Totals;

public static class ServiceCollectionExtensions
{
    /// <summary>Registers what keeps the days' totals; it needs a storage engine and the stores of stats and clients.</summary>
    public static IServiceCollection AddTotals(this IServiceCollection services) => services
        .AddSingleton<PendingDays>()
        .AddSingleton<AggregationBell>()
        .AddSingleton<AggregationStatus>()
        .AddSingleton<PendingWatch>()
        .AddSingleton<LabelCache>()
        .AddSingleton<SheetTallies>()
        .AddSingleton<ClientExclusion>()
        .AddSingleton<TotalStore>()
        .AddSingleton<SpreadStore>()
        .AddSingleton<TotalVersions>()
        .AddSingleton<TotalsCache>()
        .AddSingleton<PublicTotals>()
        .AddSingleton<AggregationLease>()
        .AddSingleton<DayAggregator>()
        .AddSingleton(provider => AggregationPace.For(provider.GetRequiredService<StorageEngine>()))
        .AddSingleton<Aggregator>()
        .AddSingleton<TotalDifferences>()
        .AddSingleton<Reconciler>()
        .AddSingleton<EmptyMonths>()
        .AddSingleton<TotalsAudit>();
}
