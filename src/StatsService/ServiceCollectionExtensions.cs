using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StatsService.About;
using StatsService.Clients;
using StatsService.Forwarding;
using StatsService.Housekeeping;
using StatsService.Ingestion;
using StatsService.Jobs;
using StatsService.Mosp;
using StatsService.Processing;
using StatsService.Queries;
using StatsService.Rollups;
using StatsService.Status;
using StatsService.Transfer;

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
            .AddSingleton<Totals>()
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
            .AddHostedService<AdminClientSeed>();
    }
}
