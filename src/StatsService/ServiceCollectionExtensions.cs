using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StatsService.About;
using StatsService.Answers;
using StatsService.Clients;
using StatsService.Forwarding;
using StatsService.Ingestion;
using StatsService.Mosp;
using StatsService.Queries;
using StatsService.Stats;
using StatsService.Totals;
using StatsService.Transfer;
using StatsService.Upkeep;

namespace StatsService;

public static class ServiceCollectionExtensions
{
    /// <summary>Registers the use cases; the stores they need are registered by whoever implements them.</summary>
    public static IServiceCollection AddStatsService(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StatsServiceOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RemoteStatsOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddMemoryCache();
        RemoteHttp.AddTo(services);
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddMosp(configuration)
            .AddSingleton(provider => provider.GetRequiredService<IMeterFactory>().Create(ServiceMeter.Name))
            .AddSingleton<ClientAuthenticator>()
            .AddSingleton<ClientRegistry>()
            .AddSingleton<ClientRemoval>()
            .AddSingleton<StatIngestion>()
            .AddSingleton<JobRunner>()
            .AddSingleton<StatQueries>()
            .AddSingleton<StatInventory>()
            .AddSingleton<StatExport>()
            .AddSingleton<StatImport>()
            .AddSingleton<Aggregator>()
            .AddSingleton<Sweeper>()
            .AddSingleton<Reconciler>()
            .AddSingleton<RollupAudit>()
            .AddSingleton<Retention>()
            .AddSingleton<OrphanRepair>()
            .AddSingleton<Housekeeper>()
            .AddSingleton<Duplicates>()
            .AddSingleton<TotalsCache>()
            .AddSingleton<StatTallies>()
            .AddSingleton<ComputationGate>()
            .AddSingleton<FinishedAnswers>()
            .AddSingleton<ProcessedStats>()
            .AddSingleton<ClientMap>()
            .AddSingleton<InstanceFigures>()
            .AddSingleton<ServiceStatus>()
            .AddSingleton<RemoteStats>()
            .AddSingleton<Forwarder>()
            .AddSingleton<ForwardingStatus>()
            .AddSingleton<StatPush>()
            .AddSingleton<StatPull>()
            .AddSingleton<PartitionLocks>()
            .AddSingleton<StatWriter>()
            .AddSingleton<StatRemover>()
            .AddSingleton<IStatStore, StatStore>()
            .AddSingleton<ClientStore, ClientStore>()
            .AddSingleton<JobStore, JobStore>()
            .AddSingleton<ForwardingStore, ForwardingStore>()
            .AddSingleton<ObjectNameStore, ObjectNameStore>()
            .AddSingleton<IOrphanStore, OrphanStore>()
            .AddSingleton<IRollupStore, RollupStore>()
            .AddSingleton<IAggregationStateStore, AggregationStateStore>()
            .AddSingleton<AggregationQueue>()
            .AddSingleton<IAggregationQueue>(provider => provider.GetRequiredService<AggregationQueue>())
            .AddSingleton<StorageContents, StorageAccount>()
            .AddHostedService<AdminClientSeed>();
    }
}
